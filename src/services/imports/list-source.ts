import type { Import } from '../../core/entities/imports/import.ts'
import type { ListSource } from '../../core/entities/imports/list-facts.ts'
import type { Context } from '../context.ts'

/** The bytes of each piece of a stored file but the last. */
export const pieceBytes = 256 * 1024
/** Bytes read at once: what is made of few rows is collected while it is young. */
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
      const first = Math.floor(from / pieceBytes)
      for (let n = first; ; n += 1) {
        const piece = await store.importChunks.get(id, n)
        if (!piece) return
        for (let at = n === first ? from - first * pieceBytes : 0; at < piece.length; at += partBytes)
          yield piece.subarray(at, at + partBytes)
      }
    },
  }
}
