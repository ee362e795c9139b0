import type { Import } from '../../core/entities/imports/import.ts'
import type { ListSource } from '../../core/entities/imports/list-facts.ts'
import type { Context } from '../context.ts'

/** The bytes of each piece of a stored file but the last. */
export const pieceBytes = 256 * 1024
/** Bytes read at once: they are needed no more before they are old, and are collected with what is young. */
const readBytes = 64 * 1024
/** Bytes handed on at once: so is what is made of few rows. */
const partBytes = 16 * 1024

/** The file of an import, as it was uploaded. */
export function sourceOf(
  { store }: Pick<Context, 'store'>,
  { id, fileName, bytes }: Pick<Import, 'id' | 'fileName' | 'bytes'>,
): ListSource {
  return {
    name: fileName,
    bytes,
    async *chunks(from = 0) {
      for (let at = from; ;) {
        const within = at % pieceBytes
        const count = Math.min(readBytes, pieceBytes - within)
        const read = await store.importChunks.get(id, Math.floor(at / pieceBytes), within, count)
        if (!read) return
        for (let part = 0; part < read.length; part += partBytes) yield read.subarray(part, part + partBytes)
        if (read.length < count) return
        at += count
      }
    },
  }
}
