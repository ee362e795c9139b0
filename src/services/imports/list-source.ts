import type { Import } from '../../core/entities/imports/import.ts'
import type { ListSource } from '../../core/entities/imports/list-facts.ts'
import type { Context } from '../context.ts'

/** The file of an import, as it was uploaded. */
export function sourceOf(
  { store }: Pick<Context, 'store'>,
  { id, fileName, bytes }: Pick<Import, 'id' | 'fileName' | 'bytes'>,
): ListSource {
  return {
    name: fileName,
    bytes,
    async *chunks() {
      for (let n = 0; ; n += 1) {
        const piece = await store.importChunks.get(id, n)
        if (!piece) return
        yield piece
      }
    },
  }
}
