import { setImmediate as turn } from 'node:timers/promises'
import { actorFrom, systemActor, type Actor } from '../../../core/entities/actor.ts'
import type { BulkAction, BulkCounts, BulkRow } from '../../../core/entities/readers/bulk-action.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { changedSince } from './changed-since.ts'
import { freezeSome } from './freeze-readers.ts'
import type { LockedRow, Outcome } from './kinds/kind.ts'
import { bulkWork } from './kinds/kinds.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'progress'>

/** Readers per transaction, short enough that nobody waits long. Erasing searches all texts that may name each of them. */
const atOnce = 500
const erasedAtOnce = 50

/**
 * Continues every bulk action, a batch at a time. If it is interrupted, the next call continues after the last committed batch. An error in
 * one does not affect others, and is thrown at the end.
 */
export async function runBulkActions(context: Deps, signal: AbortSignal): Promise<void> {
  const faults: unknown[] = []
  for (const id of await context.store.bulkActions.working())
    await runBulkAction(context, id, signal).catch((error: unknown) => void faults.push(error))
  if (faults.length > 0) throw faults[0]
}

/** The same for one. */
export async function runBulkAction(
  { store, clock, progress }: Deps,
  id: number,
  signal: AbortSignal,
): Promise<void> {
  for (let isMore = true; isMore && !signal.aborted; await turn()) {
    isMore = await store.transaction(async (tx) => {
      const action = await tx.bulkActions.lock(id)
      if (action?.state === 'freezing') return freezeSome(tx, id)
      if (action?.state === 'running' || action?.state === 'undoing')
        return handleSome(tx, action, clock.now())
      return false
    })
    const action = await store.bulkActions.byId(id)
    if (action && action.total > 0) progress.step('bulk', handledOf(action), action.total)
  }
}

/** How many readers the current run or undo of an action has processed. */
export function handledOf({ state, counts }: BulkAction): number {
  if (state === 'undoing' || state === 'undone') return counts.undone + counts.undoKept
  return counts.changed + Object.values(counts.kept).reduce((sum, count) => sum + count, 0)
}

/** Processes the next batch; false if there are no more, which ends it. */
async function handleSome(tx: Transaction, action: BulkAction, at: Temporal.Instant): Promise<boolean> {
  const isUndo = action.state === 'undoing'
  const count = action.kind === 'erase' ? erasedAtOnce : atOnce
  const rows = await tx.bulkRows.next(action.id, action.cursor, count, isUndo ? 'changed' : null)
  const last = rows.at(-1)
  if (!last) {
    await tx.bulkActions.move(action.id, isUndo ? 'undoing' : 'running', isUndo ? 'undone' : 'done', at)
    return false
  }
  const handled = await handle(tx, action, rows, at)
  // Nothing is kept about people who were erased.
  if (action.kind !== 'erase') await tx.bulkRows.record(action.id, handled)
  await tx.bulkActions.noteHandled(action.id, last.subscriptionId, counted(action.counts, handled, isUndo))
  return true
}

async function handle(
  tx: Transaction,
  action: BulkAction,
  rows: readonly BulkRow[],
  at: Temporal.Instant,
): Promise<BulkRow[]> {
  const isUndo = action.state === 'undoing'
  const there = new Set((await tx.erasing.lock(rows.map((row) => row.subscriberId))).map(({ id }) => id))
  const ids = rows.map(({ subscriptionId }) => subscriptionId)
  const states = await tx.subscriptionStates.lock(ids)
  const since = (isUndo ? action.confirmedAt : null) ?? action.frozenAt
  const changed = isUndo ? await changedSince(tx, action, rows) : new Set<number>()
  const locked = rows.flatMap((row): LockedRow[] => {
    const now = states.get(row.subscriptionId)
    return now && there.has(row.subscriberId) && !changed.has(row.subscriptionId) ? [{ ...row, now }] : []
  })
  const work = isUndo ? bulkWork[action.kind].undo : bulkWork[action.kind].apply
  const outcomes =
    work && locked.length > 0
      ? await work({
          tx,
          action,
          rows: locked,
          chosen: await tx.subscriptionStates.chosenSince(ids, since),
          actor: actorOf(action),
          at,
        })
      : []
  const found = new Map(
    locked.map((row, index) => [row.subscriptionId, withOutcome(row, outcomes[index], isUndo)]),
  )
  return rows.map(
    (row) =>
      found.get(row.subscriptionId) ?? {
        ...row,
        outcome: changed.has(row.subscriptionId) ? 'changed-since' : 'gone',
      },
  )
}

/** Keeps what an action found, so that its undo can restore it. */
function withOutcome({ now, ...row }: LockedRow, outcome: Outcome = 'gone', isUndo: boolean): BulkRow {
  return { ...row, outcome, before: isUndo ? row.before : outcome === 'changed' ? now : null }
}

function counted(counts: BulkCounts, handled: readonly BulkRow[], isUndo: boolean): BulkCounts {
  const next = { ...counts, kept: { ...counts.kept } }
  for (const { outcome } of handled) {
    if (outcome === null) continue
    if (isUndo) next[outcome === 'undone' ? 'undone' : 'undoKept'] += 1
    else if (outcome === 'changed') next.changed += 1
    else if (outcome !== 'undone' && outcome !== 'changed-since')
      next.kept[outcome] = (next.kept[outcome] ?? 0) + 1
  }
  return next
}

/** Who confirmed it; the service has checked their permissions then. */
function actorOf({ actor }: BulkAction): Actor {
  const known = actorFrom(actor)
  if (known?.kind === 'account' || known?.kind === 'api-key')
    return { kind: known.kind, id: known.id, grants: [] }
  return known?.kind === 'command' ? known : systemActor
}
