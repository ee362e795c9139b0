import type { Generated } from 'kysely'
import type { BulkKind, BulkRow, BulkState } from '../../core/entities/readers/bulk-action.ts'

export interface BulkTables {
  bulk_actions: {
    id: Generated<number>
    digest_id: number
    kind: BulkKind
    state: BulkState
    /** JSON: a filter, its instants as milliseconds. */
    filter: string | null
    /** JSON: the progress of freezing. */
    place: string | null
    input: string
    actor: string
    frozen_at: number
    confirmed_at: number | null
    finished_at: number | null
    total: Generated<number>
    cursor: Generated<number>
    counts: string
  }
  bulk_action_rows: {
    action_id: number
    subscription_id: number
    subscriber_id: number
    outcome: BulkRow['outcome']
    /** JSON: the previous state of the subscription, in milliseconds. */
    before: string | null
  }
}
