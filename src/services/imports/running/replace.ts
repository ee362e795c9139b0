import { plus } from '../../../core/entities/imports/import-counts.ts'
import { said } from '../../../core/said/said.ts'
import type { Held } from './held.ts'
import { turn } from './pause.ts'
import type { RunDeps } from './run-deps.ts'

/** Subscriptions examined per transaction. */
const stretchRows = 1000

/** Ends the subscriptions to the digest that are not in the list. */
export async function replace(context: RunDeps, held: Held, signal: AbortSignal): Promise<void> {
  const { digestId } = held.one
  while (!signal.aborted) {
    const after = held.one.cursor
    let isOver = false
    await held.stretch(async (tx, at) => {
      await tx.importMerges.prepare()
      const upTo = await tx.importRemovals.last(digestId, after, stretchRows)
      isOver = upTo === null
      if (upTo === null) return { state: 'done', doneAt: at }
      const { counts } = held.one
      const removed = await tx.importRemovals.end(held.one, { after, upTo }, counts.rows + counts.removed, at)
      if (removed.length > 0) await tx.deliveries.withdraw(removed, digestId, said('unsubscribed'), at)
      return { cursor: upTo, counts: plus(counts, { removed: removed.length }) }
    })
    if (isOver) return
    context.progress.step('replace', held.one.counts.removed, held.one.counts.removed)
    await turn()
  }
}
