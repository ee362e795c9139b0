import { undoDays, type Import } from '../../../core/entities/imports/import.ts'
import type { Context } from '../../context.ts'
import { turn } from './pause.ts'

type Deps = Pick<Context, 'store' | 'clock'>

/** Rows deleted per transaction. */
const stretchRows = 2000
/** Days without progress after which a list that was not imported is discarded. */
const idleDays = 7

/**
 * Deletes the rows and files of imports, in small transactions: those that were cancelled, abandoned, or can no longer be undone. For the
 * last, the record of what each did and for whom is kept.
 */
export async function deleteOldImports(context: Deps, signal: AbortSignal): Promise<void> {
  const { store, clock } = context
  const now = clock.now()
  for (const one of await store.imports.inStates(['uploading', 'received', 'checked']))
    if (isBefore(one.stateAt, now, idleDays)) await giveUp(context, one)
  for (const { id } of await store.imports.inStates(['cancelled', 'failed']))
    await deleteRows(context, id, signal)
  for (const one of await store.imports.inStates(['done', 'undone']))
    if (isBefore(one.doneAt ?? one.stateAt, now, undoDays)) await close(context, one, signal)
}

const isBefore = (since: Temporal.Instant, now: Temporal.Instant, days: number): boolean =>
  Temporal.Instant.compare(since.add({ hours: 24 * days }), now) <= 0

async function giveUp({ store, clock }: Deps, { id, state }: Import): Promise<void> {
  await store.transaction(async (tx) => {
    if (await tx.imports.move(id, [state], 'cancelled', clock.now())) await tx.importChunks.delete(id)
  })
}

async function deleteRows({ store }: Deps, id: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await store.importRows.delete(id, stretchRows)) > 0) await turn()
}

async function close(context: Deps, { id, state }: Import, signal: AbortSignal): Promise<void> {
  const { store, clock } = context
  await deleteRows(context, id, signal)
  while (!signal.aborted && (await store.importUndos.forget(id, stretchRows)) > 0) await turn()
  if (!signal.aborted) await store.imports.move(id, [state], 'over', clock.now())
}
