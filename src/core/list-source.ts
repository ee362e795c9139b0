import type { ListSource } from './entities/imports/list-facts.ts'

/** A list in memory, read in pieces of 64 KB. */
export function sourceInMemory(name: string, bytes: Uint8Array): ListSource {
  return {
    name,
    bytes: bytes.length,
    async *chunks(from = 0) {
      for (let at = from; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize)
    },
  }
}

const pieceSize = 65_536

/** The first bytes of a list, at most `most`. */
export async function headOf(source: ListSource, most: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of source.chunks()) {
    pieces.push(piece)
    length += piece.length
    if (length >= most) break
  }
  return Buffer.concat(pieces).subarray(0, most)
}
