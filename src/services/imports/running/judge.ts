import type { Import, ImportCounts } from '../../../core/entities/imports/import.ts'
import { leftOut, plus } from '../../../core/entities/imports/import-counts.ts'
import { said, type Said } from '../../../core/said/said.ts'
import type { Held } from './held.ts'
import { turn } from './pause.ts'
import type { RunDeps } from './run-deps.ts'
import { stagedCounts } from './stage.ts'

/** Rows examined per transaction. */
const stretchRows = 2000

/** Counts what would happen to each row, by the same statements that merge them, and marks those that can only be left out. */
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
  await decide(held, await compare(context, held.one))
}

/** How many subscriptions a list in mode `replace` would end, and of how many. */
interface Ends {
  removed: number
  active: number
}

async function compare({ store }: RunDeps, one: Import): Promise<Ends> {
  if (one.settings.mode !== 'replace') return { removed: 0, active: 0 }
  const { active, named } = await store.importRemovals.compare(one)
  return { removed: active - named, active }
}

/** Continues with the merge if that is wanted and nothing prevents it. */
async function decide(held: Held, ends: Ends): Promise<void> {
  const { id, isToMerge } = held.one
  const counts = { ...held.one.counts, removed: ends.removed }
  const fault = faultOf(held.one, counts, ends)
  await held.stretch(async (tx) => {
    if (isToMerge && fault === null) {
      await tx.importChunks.delete(id)
      return { state: 'merging', cursor: 0, counts: stagedCounts(counts) }
    }
    return { state: 'checked', cursor: 0, isToMerge: false, fault, counts }
  })
}

/**
 * Why it is not merged without confirmation. A list that is empty, or is meant for another digest, would end nearly every subscription, so
 * a person confirms their number.
 */
function faultOf(
  { isToMerge, settings }: Import,
  counts: ImportCounts,
  { removed, active }: Ends,
): Said | null {
  const count = leftOut(counts)
  if (isToMerge && !settings.takesRejects && count > 0) return said('import-left-out', { count })
  return removed * 2 > active ? said('import-ends-many', { count: removed, of: active }) : null
}
