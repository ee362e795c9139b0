import type { ReaderFilter } from './reader-filter.ts'

/** What is done to many readers of a digest at once. Erasing cannot be undone. */
export const bulkKinds = ['tag', 'untag', 'pause', 'stop', 'resubscribe', 'erase'] as const
export type BulkKind = (typeof bulkKinds)[number]

/** Whom it is for is frozen and counted, then a person confirms it, then it runs; all of it but erasing can be undone. */
export type BulkState = 'freezing' | 'frozen' | 'running' | 'done' | 'undoing' | 'undone' | 'dropped'

/** In these, there is work to do. */
export const workingBulkStates = ['freezing', 'running', 'undoing'] as const satisfies BulkState[]

/** For so many days what was before is kept. */
export const bulkUndoDays = 30

/**
 * Why a reader was left as they are: their own choice since, it was so already, they are gone, their address is suppressed, or they
 * left by themselves.
 */
const keptReasons = ['own-choice', 'as-it-is', 'gone', 'suppressed', 'left-self'] as const
export type KeptReason = (typeof keptReasons)[number]

/** What the person who confirmed it gave. */
export interface BulkInput {
  /** Of `tag` and `untag`. */
  tag: string | null
  /** Of `pause`: the instant at which it ends. */
  until: Temporal.Instant | null
  /** Of `pause`, `stop` and `resubscribe`. */
  reason: string | null
}

export interface BulkCounts {
  changed: number
  kept: Partial<Record<KeptReason, number>>
  /** By the undo. */
  undone: number
  undoKept: number
}

export interface BulkAction {
  id: number
  digestId: number
  kind: BulkKind
  state: BulkState
  /** While it is being frozen; null for readers that were chosen one by one. */
  filter: ReaderFilter | null
  input: BulkInput
  /** As `actorText` writes it. */
  actor: string
  frozenAt: Temporal.Instant
  confirmedAt: Temporal.Instant | null
  finishedAt: Temporal.Instant | null
  /** Whom it is for; while it is frozen, so far. */
  total: number
  /** The subscription that was handled last. */
  cursor: number
  counts: BulkCounts
}

/** How a subscription stands, as a bulk action finds it and puts it back. */
export interface Standing {
  status: 'active' | 'unsubscribed' | 'pending' | 'expired'
  pausedUntil: Temporal.Instant | null
  pauseReason: string | null
  endedAt: Temporal.Instant | null
  endedLink: number | null
}

/** A reader whom a bulk action is for. */
export interface BulkRow {
  subscriptionId: number
  subscriberId: number
  /** Null while it waits; `changed` can be undone; an undo leaves alone what was changed since. */
  outcome: 'changed' | 'undone' | 'changed-since' | KeptReason | null
  before: Standing | null
}
