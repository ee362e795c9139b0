import { changedOf, type BulkWork, type LockedRow, type Outcome, type Stretch } from './kind.ts'
import { noteChanges } from './note-changes.ts'

/** Pauses subscriptions until an instant. */
export const pause: BulkWork = {
  async apply(stretch) {
    const { until, reason } = stretch.action.input
    const outcomes = stretch.rows.map((row) => pauseOf(stretch, row))
    await put(stretch, outcomes, (now) => ({ ...now, pausedUntil: until, pauseReason: reason }))
    await noteChanges(stretch, changedOf(stretch, outcomes), 'pause', { until: until?.toString() ?? null })
    return outcomes
  },
  async undo(stretch) {
    const outcomes = stretch.rows.map((row) => unpauseOf(stretch, row))
    await put(stretch, outcomes, (now, before) => ({
      ...now,
      pausedUntil: before?.pausedUntil ?? null,
      pauseReason: before?.pauseReason ?? null,
    }))
    await noteChanges(stretch, changedOf(stretch, outcomes), 'pause', { until: null })
    return outcomes
  },
}

function pauseOf({ chosen, action }: Stretch, { subscriptionId, now }: LockedRow): Outcome {
  if (chosen.has(subscriptionId)) return 'own-choice'
  return now.status !== 'active' || isUntil(now.pausedUntil, action.input.until) ? 'as-it-is' : 'changed'
}

function unpauseOf({ chosen, action }: Stretch, { subscriptionId, now }: LockedRow): Outcome {
  if (chosen.has(subscriptionId)) return 'own-choice'
  return isUntil(now.pausedUntil, action.input.until) ? 'undone' : 'as-it-is'
}

const isUntil = (one: Temporal.Instant | null, other: Temporal.Instant | null) =>
  one !== null && other !== null && one.equals(other)

async function put(
  stretch: Stretch,
  outcomes: readonly Outcome[],
  next: (now: LockedRow['now'], before: LockedRow['before']) => LockedRow['now'],
): Promise<void> {
  const changed = changedOf(stretch, outcomes)
  await stretch.tx.subscriptionStates.put(
    changed.map(({ subscriptionId, now, before }) => ({ id: subscriptionId, ...next(now, before) })),
    stretch.at,
  )
}
