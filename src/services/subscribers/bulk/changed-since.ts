import type { BulkAction, BulkKind, BulkRow } from '../../../core/entities/readers/bulk-action.ts'
import type { ReaderChange } from '../../../core/entities/readers/reader-history.ts'
import { tagKey } from '../../../core/entities/readers/tag.ts'
import type { Transaction } from '../../../store/store.ts'

const endings = ['unsubscribe', 'resubscribe', 'confirm', 'undo-unsubscribe']
const tagging = ['tag', 'untag', 'undo-tag', 'undo-untag']

/** The audit actions that change the same thing as each kind. */
const alike: Record<BulkKind, readonly string[]> = {
  tag: tagging,
  untag: tagging,
  pause: ['pause', 'undo-pause'],
  stop: endings,
  resubscribe: endings,
  erase: [],
}

/** Subscriptions for which somebody, or a later list, changed the same thing after an action did: its undo skips them. */
export async function changedSince(
  tx: Pick<Transaction, 'audit' | 'subscriptionStates'>,
  action: BulkAction,
  rows: readonly BulkRow[],
): Promise<Set<number>> {
  const isTagging = action.kind === 'tag' || action.kind === 'untag'
  const subjectOf = ({ subscriptionId, subscriberId }: BulkRow) =>
    isTagging ? `subscriber:${subscriberId}` : `subscription:${subscriptionId}`
  const since = action.confirmedAt ?? action.frozenAt
  const entries = await tx.audit.since(rows.map(subjectOf), alike[action.kind], since)
  const bySubject = Map.groupBy(entries, ({ subject }) => subject)
  const byList =
    action.kind === 'stop'
      ? await tx.subscriptionStates.endedByList(rows.map(({ subscriptionId }) => subscriptionId))
      : new Set<number>()
  const changed = rows.filter(
    (row) => byList.has(row.subscriptionId) || isChangedAfter(bySubject.get(subjectOf(row)) ?? [], action),
  )
  return new Set(changed.map(({ subscriptionId }) => subscriptionId))
}

/** Whether later entries, oldest first, leave a change after an action once undone ones are ignored. */
function isChangedAfter(entries: readonly ReaderChange[], { id, input }: BulkAction): boolean {
  const tag = input.tag === null ? null : tagKey(input.tag)
  const same = entries.filter(({ detail }) => tag === null || tagKey(String(detail['tag'])) === tag)
  const own = same.findIndex(({ detail }) => detail['bulk'] === id)
  if (own < 0) return false
  const later = same.slice(own + 1)
  const ids = new Set<unknown>(later.map((one) => one.id))
  const undone = new Set(later.map(({ detail }) => detail['change']))
  const byBulk = Map.groupBy(later, ({ detail }) => detail['bulk'])
  // Another action has one entry for its change and one for its undo; the undo of a single change names it.
  const isOver = ({ id: change, detail }: ReaderChange): boolean =>
    undone.has(change) ||
    ids.has(detail['change']) ||
    (detail['bulk'] !== undefined && (byBulk.get(detail['bulk'])?.length ?? 0) > 1)
  return later.some((one) => !isOver(one))
}
