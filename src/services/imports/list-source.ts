import type { Import } from '../../core/entities/imports/import.ts'
import type { ListSource } from '../../core/entities/imports/list-facts.ts'
import type { Context } from '../context.ts'

/** Bytes of each stored piece except the last. */
export const pieceBytes = 256 * 1024
/** Bytes read at once: few enough to be garbage before V8 promotes them to the old generation. */
const readBytes = 64 * 1024
/** Bytes passed on at once, for the same reason. */
const partBytes = 16 * 1024

/** The uploaded file of an import. */
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
