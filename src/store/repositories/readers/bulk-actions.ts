import { type Kysely, sql } from 'kysely'
import { actorText, type Actor } from '../../../core/entities/actor.ts'
import {
  workingBulkStates,
  type BulkAction,
  type BulkCounts,
  type BulkInput,
  type BulkKind,
  type BulkState,
} from '../../../core/entities/readers/bulk-action.ts'
import type { ReaderCursor, ReaderFilter } from '../../../core/entities/readers/reader-filter.ts'
import { fromJson, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { bulkAction, filterText, inputText } from './bulk-columns.ts'

export type BulkActionsStore = ReturnType<typeof bulkActionsStore>

const nothing: BulkCounts = { changed: 0, kept: {}, undone: 0, undoKept: 0 }

/** What is done to many readers at once, and its progress. */
export function bulkActionsStore(db: Kysely<Tables>) {
  return {
    async add(
      { digestId, kind, filter }: { digestId: number; kind: BulkKind; filter: ReaderFilter | null },
      actor: Actor,
      at: Temporal.Instant,
    ): Promise<number> {
      const { id } = await db
        .insertInto('bulk_actions')
        .values({
          digest_id: digestId,
          kind,
          state: 'freezing',
          filter: filter && filterText(filter),
          input: inputText({ tag: null, until: null, reason: null }),
          actor: actorText(actor),
          frozen_at: toMs(at),
          counts: JSON.stringify(nothing),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },

    async byId(id: number): Promise<BulkAction | null> {
      const row = await db.selectFrom('bulk_actions').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? bulkAction(row) : null
    },

    /** In a transaction: locks it, so that no other process works on it or changes its state. */
    async lock(id: number): Promise<BulkAction | null> {
      const row = await db
        .updateTable('bulk_actions')
        .set((eb) => ({ total: eb.ref('total') }))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      return row ? bulkAction(row) : null
    },

    /** The confirmed ones of a digest, newest first. */
    async list(digestId: number, count: number): Promise<BulkAction[]> {
      const rows = await db
        .selectFrom('bulk_actions')
        .selectAll()
        .where('digest_id', '=', digestId)
        .where('confirmed_at', 'is not', null)
        .orderBy('id', 'desc')
        .limit(count)
        .execute()
      return rows.map(bulkAction)
    },

    /** Ids of those with work to do, oldest first. */
    async working(): Promise<number[]> {
      const rows = await db
        .selectFrom('bulk_actions')
        .select('id')
        .where('state', 'in', workingBulkStates)
        .orderBy('id')
        .execute()
      return rows.map(({ id }) => id)
    },

    /** The progress of freezing; null at its beginning. */
    async place(id: number): Promise<ReaderCursor | null> {
      const row = await db
        .selectFrom('bulk_actions')
        .select('place')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return row.place === null ? null : fromJson<ReaderCursor>(row.place)
    },

    /** Records how many more are frozen; without a place, all of them. */
    async noteFrozen(id: number, more: number, place: ReaderCursor | null): Promise<void> {
      await db
        .updateTable('bulk_actions')
        .set((eb) => ({
          total: eb('total', '+', more),
          place: place && JSON.stringify(place),
          // The filter may contain an address that somebody typed, and is no longer needed.
          ...(place ? {} : { state: 'frozen' as const, filter: null }),
        }))
        .where('id', '=', id)
        .where('state', '=', 'freezing')
        .execute()
    },

    async noteHandled(id: number, cursor: number, counts: BulkCounts): Promise<void> {
      await db
        .updateTable('bulk_actions')
        .set({ cursor, counts: JSON.stringify(counts) })
        .where('id', '=', id)
        .execute()
    },

    /** Starts it with the given input; false if it is not frozen. */
    async confirm(id: number, input: BulkInput, actor: Actor, at: Temporal.Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('bulk_actions')
        .set({
          state: 'running',
          input: inputText(input),
          actor: actorText(actor),
          confirmed_at: toMs(at),
          cursor: 0,
        })
        .where('id', '=', id)
        .where('state', '=', 'frozen')
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** False if it is in another state. */
    async move(id: number, from: BulkState, to: BulkState, at: Temporal.Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('bulk_actions')
        .set({ state: to, finished_at: toMs(at), cursor: 0 })
        .where('id', '=', id)
        .where('state', '=', from)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** How many readers with previous states are stored of those frozen before an instant. */
    async countRows(before: Temporal.Instant): Promise<number> {
      const { rows } = await sql<{
        count: number
      }>`select count(*) as count from bulk_action_rows where action_id in
        (select id from bulk_actions where frozen_at < ${toMs(before)})`.execute(db)
      return rows[0]?.count ?? 0
    },

    /** Deletes some of those rows, and unconfirmed actions. */
    async deleteRows(before: Temporal.Instant, count: number): Promise<number> {
      const { numAffectedRows } = await sql`
        delete from bulk_action_rows where (action_id, subscription_id) in (
          select r.action_id, r.subscription_id from bulk_action_rows r join bulk_actions a on a.id = r.action_id
          where a.frozen_at < ${toMs(before)} limit ${count})`.execute(db)
      await db
        .deleteFrom('bulk_actions')
        .where('frozen_at', '<', toMs(before))
        .where('confirmed_at', 'is', null)
        .execute()
      return Number(numAffectedRows ?? 0)
    },
  }
}
