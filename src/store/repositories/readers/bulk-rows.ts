import { type Kysely, sql } from 'kysely'
import type { BulkRow } from '../../../core/entities/readers/bulk-action.ts'
import type { ReaderId } from '../../../core/entities/readers/reader-filter.ts'
import type { Backend } from '../../columns.ts'
import { jsonRows } from '../../json-rows.ts'
import type { Tables } from '../../tables/tables.ts'
import { stateFrom, stateText } from './bulk-columns.ts'

export type BulkRowsStore = ReturnType<typeof bulkRowsStore>

/** The readers of a bulk action, in the order of their subscriptions. */
export function bulkRowsStore(db: Kysely<Tables>, backend: Backend) {
  return {
    /** Adds those that are missing; returns how many. */
    async add(actionId: number, readers: readonly ReaderId[]): Promise<number> {
      if (readers.length === 0) return 0
      const given = jsonRows(backend, { subscriptionId: 'bigint', subscriberId: 'bigint' }, readers)
      const { numAffectedRows } = await sql`
        insert into bulk_action_rows (action_id, subscription_id, subscriber_id)
        select ${sql.lit(actionId)}, g."subscriptionId", g."subscriberId" from ${given} g
        where true on conflict do nothing`.execute(db)
      return Number(numAffectedRows ?? 0)
    },

    /** The same for subscriptions of a digest by id; others are skipped. */
    async addChosen(actionId: number, digestId: number, subscriptionIds: readonly number[]): Promise<number> {
      const chosen = await db
        .selectFrom('subscriptions')
        .select(['id as subscriptionId', 'subscriber_id as subscriberId'])
        .where('digest_id', '=', digestId)
        .where('id', 'in', [0, ...subscriptionIds])
        .execute()
      return this.add(actionId, chosen)
    },

    /** The next of them after a subscription; optionally only those with an outcome. */
    async next(
      actionId: number,
      after: number,
      count: number,
      outcome: 'changed' | null = null,
    ): Promise<BulkRow[]> {
      let query = db
        .selectFrom('bulk_action_rows')
        .selectAll()
        .where('action_id', '=', actionId)
        .where('subscription_id', '>', after)
      if (outcome) query = query.where('outcome', '=', outcome)
      const rows = await query.orderBy('subscription_id').limit(count).execute()
      return rows.map(({ subscription_id, subscriber_id, outcome: as, before }) => ({
        subscriptionId: subscription_id,
        subscriberId: subscriber_id,
        outcome: as,
        before: before === null ? null : stateFrom(before),
      }))
    },

    /** Some of the addresses, for display. */
    async someAddresses(actionId: number, count: number): Promise<string[]> {
      const rows = await db
        .selectFrom('bulk_action_rows')
        .innerJoin('subscribers', 'subscribers.id', 'bulk_action_rows.subscriber_id')
        .select('subscribers.email')
        .where('action_id', '=', actionId)
        .orderBy('subscription_id')
        .limit(count)
        .execute()
      return rows.map(({ email }) => email)
    },

    /** Records the outcomes and previous states. */
    async record(actionId: number, rows: readonly BulkRow[]): Promise<void> {
      const given = jsonRows(
        backend,
        { id: 'bigint', person: 'bigint', outcome: 'text', before: 'text' },
        rows.map(({ subscriptionId, subscriberId, outcome, before }) => ({
          id: subscriptionId,
          person: subscriberId,
          outcome,
          before: before && stateText(before),
        })),
      )
      // Not an update, for which SQLite would scan all rows of the action for each.
      await sql`
        insert into bulk_action_rows (action_id, subscription_id, subscriber_id, outcome, before)
        select ${sql.lit(actionId)}, g.id, g.person, g.outcome, g.before from ${given} g where true
        on conflict (action_id, subscription_id) do update set outcome = excluded.outcome, before = excluded.before`.execute(
        db,
      )
    },
  }
}
