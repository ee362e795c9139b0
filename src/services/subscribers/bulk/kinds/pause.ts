import { changedOf, type BulkWork, type LockedRow, type Outcome, type Batch } from './kind.ts'
import { noteChanges } from './note-changes.ts'

/** Pauses subscriptions until an instant. */
export const pause: BulkWork = {
  async apply(batch) {
    const { until, reason } = batch.action.input
    const outcomes = batch.rows.map((row) => pauseOf(batch, row))
    await put(batch, outcomes, (now) => ({ ...now, pausedUntil: until, pauseReason: reason }))
    await noteChanges(batch, changedOf(batch, outcomes), 'pause', { until: until?.toString() ?? null })
    return outcomes
  },
  async undo(batch) {
    const outcomes = batch.rows.map((row) => unpauseOf(batch, row))
    await put(batch, outcomes, (now, before) => ({
      ...now,
      pausedUntil: before?.pausedUntil ?? null,
      pauseReason: before?.pauseReason ?? null,
    }))
    await noteChanges(batch, changedOf(batch, outcomes), 'pause', { until: null })
    return outcomes
  },
}

function pauseOf({ chosen, action }: Batch, { subscriptionId, now }: LockedRow): Outcome {
  if (chosen.has(subscriptionId)) return 'own-choice'
  return now.status !== 'active' || isUntil(now.pausedUntil, action.input.until) ? 'as-it-is' : 'changed'
}

function unpauseOf({ chosen, action }: Batch, { subscriptionId, now }: LockedRow): Outcome {
  if (chosen.has(subscriptionId)) return 'own-choice'
  return isUntil(now.pausedUntil, action.input.until) ? 'undone' : 'as-it-is'
}

const isUntil = (one: Temporal.Instant | null, other: Temporal.Instant | null) =>
  one !== null && other !== null && one.equals(other)

async function put(
  batch: Batch,
  outcomes: readonly Outcome[],
  next: (now: LockedRow['now'], before: LockedRow['before']) => LockedRow['now'],
): Promise<void> {
  const changed = changedOf(batch, outcomes)
  await batch.tx.subscriptionStates.put(
    changed.map(({ subscriptionId, now, before }) => ({ id: subscriptionId, ...next(now, before) })),
    batch.at,
  )
}
