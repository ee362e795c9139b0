import type { Context } from '../context.ts'

/** Rows deleted per transaction. */
const stretchRows = 2000

/** Deletes an import of which nothing was merged, with its file and its rows. */
export async function discardImport({ store }: Pick<Context, 'store'>, id: number): Promise<void> {
  await store.importChunks.delete(id)
  while ((await store.importRows.delete(id, stretchRows)) > 0);
  await store.imports.delete(id)
}
