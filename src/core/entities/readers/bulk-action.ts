import type { ReaderFilter } from './reader-filter.ts'

/** Actions on many readers of a digest at once. Erasing cannot be undone. */
export const bulkKinds = ['tag', 'untag', 'pause', 'stop', 'resubscribe', 'erase'] as const
export type BulkKind = (typeof bulkKinds)[number]

/** The readers are fixed and counted, then a person confirms, then it runs; everything but erasing can be undone. */
export type BulkState = 'freezing' | 'frozen' | 'running' | 'done' | 'undoing' | 'undone' | 'dropped'

/** States with work to do. */
export const workingBulkStates = ['freezing', 'running', 'undoing'] as const satisfies BulkState[]

/** Days for which the previous state is kept. */
export const bulkUndoDays = 30

/**
 * Why a reader was not changed: they have chosen something since, nothing would change, they no longer exist, their address is suppressed,
 * or they unsubscribed themselves.
 */
const keptReasons = ['own-choice', 'as-it-is', 'gone', 'suppressed', 'left-self'] as const
export type KeptReason = (typeof keptReasons)[number]

/** The input of the person who confirmed it. */
export interface BulkInput {
  /** For `tag` and `untag`. */
  tag: string | null
  /** For `pause`: when it ends. */
  until: Temporal.Instant | null
  /** For `pause`, `stop` and `resubscribe`. */
  reason: string | null
}

export interface BulkCounts {
  changed: number
  kept: Partial<Record<KeptReason, number>>
  /** Restored by the undo. */
  undone: number
  undoKept: number
}

export interface BulkAction {
  id: number
  digestId: number
  kind: BulkKind
  state: BulkState
  /** Used until the readers are fixed; null for readers that were chosen one by one. */
  filter: ReaderFilter | null
  input: BulkInput
  /** As `actorText` writes it. */
  actor: string
  frozenAt: Temporal.Instant
  confirmedAt: Temporal.Instant | null
  finishedAt: Temporal.Instant | null
  /** The number of readers; while it is being frozen, so far. */
  total: number
  /** The last subscription that was handled. */
  cursor: number
  counts: BulkCounts
}

/** The state of a subscription that a bulk action records and restores. */
export interface SubscriptionState {
  status: 'active' | 'unsubscribed' | 'pending' | 'expired'
  pausedUntil: Temporal.Instant | null
  pauseReason: string | null
  endedAt: Temporal.Instant | null
  endedLink: number | null
}

/** A reader of a bulk action. */
export interface BulkRow {
  subscriptionId: number
  subscriberId: number
  /** Null while waiting; `changed` can be undone; an undo skips what was changed since. */
  outcome: 'changed' | 'undone' | 'changed-since' | KeptReason | null
  before: SubscriptionState | null
}
