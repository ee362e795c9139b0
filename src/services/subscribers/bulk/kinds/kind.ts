import type { Actor } from '../../../../core/entities/actor.ts'
import type {
  BulkAction,
  BulkRow,
  KeptReason,
  SubscriptionState,
} from '../../../../core/entities/readers/bulk-action.ts'
import type { Transaction } from '../../../../store/store.ts'

/** Some readers of a bulk action in one transaction: each is there and locked, with how their subscription stands. */
export interface Stretch {
  tx: Transaction
  action: BulkAction
  rows: LockedRow[]
  /** Subscriptions whose readers chose something since the action was frozen or, for its undo, confirmed. */
  chosen: ReadonlySet<number>
  actor: Actor
  at: Temporal.Instant
}

export interface LockedRow extends BulkRow {
  now: SubscriptionState
}

/** What becomes of one reader. */
export type Outcome = 'changed' | 'undone' | KeptReason

/** What an action does to a stretch of readers; gives the outcome of each, in their order. */
export interface BulkWork {
  apply(stretch: Stretch): Promise<Outcome[]>
  /** Puts back what was for readers whom `apply` changed; null where nothing can. */
  undo: ((stretch: Stretch) => Promise<Outcome[]>) | null
}

/** Those of a stretch that are to be changed. */
export const changedOf = ({ rows }: Stretch, outcomes: readonly Outcome[]): LockedRow[] =>
  rows.filter((_, index) => outcomes[index] === 'changed' || outcomes[index] === 'undone')
