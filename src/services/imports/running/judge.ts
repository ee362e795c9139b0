import { leftOut, plus } from '../../../core/entities/imports/import-counts.ts'
import { said } from '../../../core/said/said.ts'
import type { Held } from './held.ts'
import { turn } from './pause.ts'
import type { RunDeps } from './run-deps.ts'
import { stagedCounts } from './stage.ts'

/** Rows looked at in one transaction. */
const stretchRows = 2000

/** Counts what would become of each row, by the statements that merge them, and marks those that can only be left out. */
export async function judge(context: RunDeps, held: Held, signal: AbortSignal): Promise<void> {
  const { id, settings, counts } = held.one
  if (held.one.cursor === 0) await held.stretch(async () => ({ counts: stagedCounts(counts) }))
  while (held.one.cursor < counts.rows) {
    if (signal.aborted) return
    const after = held.one.cursor
    const stretch = { importId: id, after, upTo: Math.min(after + stretchRows, counts.rows) }
    await held.stretch(async (tx) => {
      await tx.importMerges.prepare()
      const judged = await tx.importMerges.judge(stretch, settings.mode)
      if ((judged.left ?? 0) + (judged.suppressed ?? 0) > 0)
        await tx.importMerges.mark(stretch, settings.mode)
      return { cursor: stretch.upTo, counts: plus(held.one.counts, judged) }
    })
    context.progress.step('check', stretch.upTo, counts.rows)
    await turn()
  }
  await decide(held)
}

/** Goes on to merge where that is wanted and nothing is in the way. */
async function decide(held: Held): Promise<void> {
  const { id, isToMerge, counts } = held.one
  const count = leftOut(counts)
  const isWhole = count === 0
  await held.stretch(async (tx) => {
    if (isToMerge && isWhole) {
      await tx.importChunks.delete(id)
      return { state: 'merging', cursor: 0, counts: stagedCounts(counts) }
    }
    const fault = isToMerge ? said('import-left-out', { count }) : null
    return { state: 'checked', cursor: 0, isToMerge: false, fault }
  })
}
