import { said } from '../../../../core/said/said.ts'
import { changedOf, type BulkWork, type LockedRow, type Outcome, type Batch } from './kind.ts'
import { noteChanges } from './note-changes.ts'

/** Ends subscriptions: they get no more e-mails of the digest. */
export const stop: BulkWork = {
  apply: async (batch) => end(batch, 'changed'),
  undo: async (batch) =>
    resume(batch, 'undone', ({ now }) => (now.endedLink === null ? 'undone' : 'own-choice')),
}

/**
 * Reactivates subscriptions that an admin ended, or a list in mode `replace`; readers who left themselves, here or elsewhere, stay
 * unsubscribed.
 */
export const resubscribe: BulkWork = {
  async apply(batch) {
    const left = await batch.tx.subscriptionStates.endedByList(batch.rows.map((row) => row.subscriptionId))
    return resume(batch, 'changed', ({ subscriptionId, now }) =>
      now.endedLink === null && !left.has(subscriptionId) ? 'changed' : 'left-self',
    )
  },
  undo: async (batch) => end(batch, 'undone'),
}

async function end(batch: Batch, as: Outcome): Promise<Outcome[]> {
  const { tx, action, rows, at, chosen } = batch
  const outcomes = rows.map(({ subscriptionId, now }): Outcome => {
    if (chosen.has(subscriptionId)) return 'own-choice'
    return now.status === 'active' ? as : 'as-it-is'
  })
  const changed = changedOf(batch, outcomes)
  await tx.subscriptionStates.put(
    changed.map(({ subscriptionId, now, before }) => ({
      id: subscriptionId,
      ...now,
      status: 'unsubscribed',
      endedAt: as === 'undone' ? (before?.endedAt ?? at) : at,
      endedLink: as === 'undone' ? (before?.endedLink ?? null) : null,
    })),
    at,
  )
  const people = changed.map(({ subscriberId }) => subscriberId)
  await tx.deliveries.withdraw(people, action.digestId, said('unsubscribed'), at)
  await noteChanges(batch, changed, 'unsubscribe')
  return outcomes
}

async function resume(batch: Batch, as: Outcome, wanted: (row: LockedRow) => Outcome): Promise<Outcome[]> {
  const { tx, rows, at, chosen } = batch
  const suppressed = await tx.suppressions.among(rows.map(({ subscriberId }) => subscriberId))
  const outcomes = rows.map((row): Outcome => {
    if (chosen.has(row.subscriptionId)) return 'own-choice'
    if (row.now.status !== 'unsubscribed') return 'as-it-is'
    return suppressed.has(row.subscriberId) && as === 'changed' ? 'suppressed' : wanted(row)
  })
  const changed = changedOf(batch, outcomes)
  await tx.subscriptionStates.put(
    changed.map(({ subscriptionId, now }) => ({
      id: subscriptionId,
      ...now,
      status: 'active',
      endedAt: null,
      endedLink: null,
    })),
    at,
  )
  await noteChanges(batch, changed, 'resubscribe')
  return outcomes
}
