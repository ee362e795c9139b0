import { plus } from '../../../core/entities/imports/import-counts.ts'
import { said } from '../../../core/said/said.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Held } from './held.ts'
import { turn } from './pause.ts'
import type { RunDeps } from './run-deps.ts'

/** Rows reverted, or suppressions lifted, per transaction. */
const stretchRows = 4000

type Stretch = Parameters<Transaction['importUndos']['lock']>[0]

/** Reverts what an import changed, except what somebody changed since. */
export async function undo(context: RunDeps, held: Held, signal: AbortSignal): Promise<void> {
  const { id, settings } = held.one
  const last = await context.store.importUndos.last(id)
  while (held.one.cursor < last) {
    if (signal.aborted) return
    const after = held.one.cursor
    const stretch = { importId: id, after, upTo: Math.min(after + stretchRows, last), subscriberId: null }
    await held.stretch(async (tx, at) => {
      await tx.importMerges.prepare()
      const { undone, kept } = await undoStretch(tx, stretch, settings.basis === 'ask', at)
      return { cursor: stretch.upTo, counts: plus(held.one.counts, { undone, kept }) }
    })
    context.progress.step('undo', held.one.cursor, last)
    await turn()
  }
  while (!signal.aborted && (await lifted(held, id)));
  if (!signal.aborted) await held.stretch(async () => ({ state: 'undone' }))
}

/** Lifts some of the suppressions that it added; false if there are no more. */
async function lifted(held: Held, id: number): Promise<boolean> {
  let count = 0
  await held.stretch(async (tx) => {
    count = await tx.importUndos.lift(id, null, stretchRows)
    return {}
  })
  return count === stretchRows
}

/** Reverts one batch; returns how many rows it had, and how many are kept because of later changes. */
export async function undoStretch(
  tx: Transaction,
  stretch: Stretch,
  wereAsked: boolean,
  at: Temporal.Instant,
): Promise<{ undone: number; kept: number }> {
  const { importUndos: undos } = tx
  await undos.lock(stretch)
  const kept = await undos.keep(stretch)
  const gone = await undos.unsubscribed(stretch)
  if (gone.length > 0) await tx.deliveries.withdraw(gone, null, said('unsubscribed'), at)
  await tx.importLabels.take(stretch)
  await undos.deleteMade(stretch, wereAsked)
  await undos.putBack(stretch)
  return { undone: await undos.done(stretch), kept }
}
