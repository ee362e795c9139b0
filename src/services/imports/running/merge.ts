import { isDeepStrictEqual } from 'node:util'
import { plus } from '../../../core/entities/imports/import-counts.ts'
import type { ImportCounts } from '../../../core/entities/imports/import.ts'
import { said } from '../../../core/said/said.ts'
import type { Transaction } from '../../../store/store.ts'
import { askPeople, mayAsk, openMakings } from './ask-people.ts'
import { forgetMerged } from './forget-merged.ts'
import type { Held } from './held.ts'
import { hasLabels, label } from './label.ts'
import { mergeStrangers, stretchRows } from './merge-strangers.ts'
import { Overtaken, succeeded } from './overtaken.ts'
import { turn } from './pause.ts'
import type { RunDeps } from './run-deps.ts'
import { stagedCounts } from './stage.ts'

type Stretch = Parameters<Transaction['importMerges']['note']>[0]
type Run = Parameters<Transaction['importMerges']['note']>[1]

/** Rows after which the query planner of the database needs new statistics about readers. */
const rowsToAnalyze = 1000

/**
 * Turns rows into readers, a batch at a time; each change is recorded with the previous values, and rows are deleted when done. `rest` if
 * people have to be asked and the budget is used up.
 */
export async function merge(context: RunDeps, held: Held, signal: AbortSignal): Promise<'on' | 'rest'> {
  const { id, settings, counts } = held.one
  if (held.one.cursor === 0) await held.stretch(async () => ({ counts: stagedCounts(counts) }))
  const isAsking = settings.basis === 'ask' && settings.mode !== 'never-mail'
  const makings = isAsking ? await openMakings(context, settings.digests) : null
  if (!makings) await mergeStrangers(context, held, signal)
  while (held.one.cursor < counts.rows) {
    if (signal.aborted) return 'rest'
    let isOver = false
    const before = held.one.counts
    const merging = held.stretch(async (tx, at) => {
      const count = makings ? await mayAsk(context, tx, at, stretchRows) : stretchRows
      isOver = count === 0
      if (isOver) return {}
      const after = held.one.cursor
      const stretch = { importId: id, after, upTo: Math.min(after + count, counts.rows) }
      const run: Run = { mode: settings.mode, status: isAsking ? 'pending' : 'active', at }
      await tx.importMerges.prepare()
      const waiting = await tx.importMerges.waiting(stretch)
      const list = held.one.fileName
      const merged = waiting > 0 ? await mergeStretch(tx, stretch, { ...run, waiting, list }) : {}
      if (hasLabels(held.one)) await label(tx, stretch, run, held.one.createdBy)
      if (makings) await askPeople(context, tx, stretch, makings, at)
      await forgetMerged(tx, stretch, waiting)
      return { cursor: stretch.upTo, counts: plus(held.one.counts, merged) }
    })
    if (!(await succeeded(merging))) continue
    if (isOver) return 'rest'
    context.progress.step('import', held.one.cursor, counts.rows)
    await turn()
    if (!makings && wereAllNew(before, held.one.counts)) await mergeStrangers(context, held, signal)
  }
  if (counts.rows >= rowsToAnalyze) await context.store.importMerges.analyze()
  await finish(held)
  return 'on'
}

/** Whether nobody in a batch was known: then those in the next one may be new, too. */
const wereAllNew = (before: ImportCounts, { added, ...after }: ImportCounts): boolean =>
  added > before.added && isDeepStrictEqual({ ...before, added }, { ...after, added })

interface Merging extends Run {
  /** Rows that are still to be merged. */
  waiting: number
  /** Its name, the reason of a suppression whose row gives none. */
  list: string
}

async function mergeStretch(
  tx: Transaction,
  stretch: Stretch,
  { waiting, list, ...run }: Merging,
): Promise<Partial<ImportCounts>> {
  const { importMerges: merges } = tx
  const { mode, at } = run
  await merges.lock(stretch, mode)
  await merges.addPeople(stretch, at)
  await merges.note(stretch, run)
  const noted = await merges.noted(stretch)
  const counts: Partial<Record<keyof ImportCounts, number>> = {}
  const count = (outcome: keyof ImportCounts, more: number): void => {
    counts[outcome] = (counts[outcome] ?? 0) + more
  }
  for (const one of noted) count(one.outcome, one.count)
  const known = noted.reduce((sum, one) => sum + one.count, 0)
  if (known < waiting)
    for (const [outcome, more] of Object.entries(await merges.judge(stretch, mode, 'strangers')))
      count(outcome as keyof ImportCounts, more)
  await write(tx, stretch, run, noted, counts)
  if ((counts.known ?? 0) > 0) await merges.keepEnded(stretch, at)
  if ((counts.ended ?? 0) > 0) await end(tx, stretch, list, run.at)
  return counts
}

async function write(
  tx: Transaction,
  stretch: Stretch,
  run: Run,
  noted: Awaited<ReturnType<Transaction['importMerges']['noted']>>,
  counts: Partial<ImportCounts>,
): Promise<void> {
  const { importMerges: merges } = tx
  // Marked before anything is written, because what is written changes the outcome of rows.
  if ((counts.left ?? 0) + (counts.suppressed ?? 0) > 0) await merges.mark(stretch, run.mode)
  const made = noted.filter(({ isNew }) => isNew)
  const added = made.find(({ outcome }) => outcome === 'added')?.count ?? 0
  const subscribed = made.length > 0 ? await merges.subscribe(stretch, run) : 0
  if (subscribed < added) throw new Overtaken()
  if (noted.some(({ outcome, isNew }) => !isNew && (outcome === 'added' || outcome === 'updated')))
    await merges.change(stretch, run)
}

/** Ends subscriptions as their rows say; a suppressed reader gets no digest at all. */
async function end(tx: Transaction, stretch: Stretch, list: string, at: Temporal.Instant): Promise<void> {
  const { importMerges: merges } = tx
  await merges.end(stretch, at)
  await merges.suppress(stretch, list, at)
  const ended = await merges.people(stretch, 'ended')
  const byDigest = Map.groupBy(ended, ({ digestId, endsTo }) => (endsTo === 'suppressed' ? null : digestId))
  for (const [digestId, people] of byDigest) {
    const ids = people.map(({ subscriberId }) => subscriberId)
    await tx.deliveries.withdraw(ids, digestId, said('unsubscribed'), at)
  }
}

async function finish(held: Held): Promise<void> {
  const isReplacing = held.one.settings.mode === 'replace'
  await held.stretch(async (_tx, at) =>
    isReplacing ? { state: 'replacing', cursor: 0 } : { state: 'done', doneAt: at },
  )
}
