import type { RunDeps } from './run-imports.ts'
import { turn } from './pause.ts'

/** Rows deleted in one transaction. */
const stretchRows = 2000

/** Deletes the rows of imports that were cancelled, or could not be read, some at a time. */
export async function clearAway({ store }: RunDeps, signal: AbortSignal): Promise<void> {
  for (const { id } of await store.imports.inStates(['cancelled', 'failed']))
    while (!signal.aborted && (await store.importRows.delete(id, stretchRows)) > 0) await turn()
}
