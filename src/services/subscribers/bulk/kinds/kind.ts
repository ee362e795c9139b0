import type { Actor } from '../../../../core/entities/actor.ts'
import type {
  BulkAction,
  BulkRow,
  KeptReason,
  SubscriptionState,
} from '../../../../core/entities/readers/bulk-action.ts'
import type { Transaction } from '../../../../store/store.ts'

/** A batch of readers of a bulk action in one transaction: existing and locked, with the state of their subscription. */
export interface Batch {
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

/** The outcome for one reader. */
export type Outcome = 'changed' | 'undone' | KeptReason

/** What an action does to a batch of readers; returns the outcome of each, in order. */
export interface BulkWork {
  apply(batch: Batch): Promise<Outcome[]>
  /** Restores readers whom `apply` changed; null if nothing can be undone. */
  undo: ((batch: Batch) => Promise<Outcome[]>) | null
}

/** The rows of a batch that are to be changed. */
export const changedOf = ({ rows }: Batch, outcomes: readonly Outcome[]): LockedRow[] =>
  rows.filter((_, index) => outcomes[index] === 'changed' || outcomes[index] === 'undone')
