import type { Kysely } from 'kysely'
import type { Suppression } from '../../../core/entities/subscription.ts'
import { toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type SuppressionsStore = ReturnType<typeof suppressionsStore>

/** Addresses that are not mailed, by their keyed hash, and why. */
export function suppressionsStore(db: Kysely<Tables>) {
  const selected = () =>
    db
      .selectFrom('suppressions')
      .leftJoin('subscribers', 'subscribers.hash', 'suppressions.hash')
      .select(['suppressions.hash', 'suppressions.reason', 'suppressions.created_at', 'subscribers.email'])

  return {
    /** False where the address is suppressed already; its reason then stays, and so does it where a list that brought it is undone. */
    async add(hash: string, reason: string, at: Temporal.Instant): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('suppressions')
        .values({ hash, reason, created_at: toMs(at) })
        .onConflict((c) => c.column('hash').doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows === 1n) return true
      await this.keep(hash)
      return false
    },

    /** There is more reason for it than the list that brought it: the undo of that does not lift it any more. */
    async keep(hash: string): Promise<void> {
      await db
        .updateTable('suppressions')
        .set({ import_id: null })
        .where('hash', '=', hash)
        .where('import_id', 'is not', null)
        .execute()
    },

    /** False where the address was not suppressed. */
    async lift(hash: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('suppressions')
        .where('hash', '=', hash)
        .executeTakeFirst()
      return numDeletedRows === 1n
    },

    async of(hash: string): Promise<Suppression | null> {
      const row = await selected().where('suppressions.hash', '=', hash).executeTakeFirst()
      return row ? suppression(row) : null
    },

    /** Which of these subscribers have an address that is not mailed. */
    async among(subscriberIds: number[]): Promise<Set<number>> {
      if (subscriberIds.length === 0) return new Set()
      const rows = await db
        .selectFrom('subscribers')
        .innerJoin('suppressions', 'suppressions.hash', 'subscribers.hash')
        .select('subscribers.id')
        .where('subscribers.id', 'in', subscriberIds)
        .execute()
      return new Set(rows.map(({ id }) => id))
    },

    /** A page of them, oldest first, after one. */
    async page(after: Suppression | null, count: number): Promise<Suppression[]> {
      let query = selected()
      if (after)
        query = query.where((eb) => {
          const at = eb.ref('suppressions.created_at')
          const since = toMs(after.at)
          return eb.or([eb(at, '>', since), eb(at, '=', since).and('suppressions.hash', '>', after.hash)])
        })
      const rows = await query
        .orderBy('suppressions.created_at')
        .orderBy('suppressions.hash')
        .limit(count)
        .execute()
      return rows.map(suppression)
    },
  }
}

function suppression(row: {
  hash: string
  reason: string
  created_at: number
  email: string | null
}): Suppression {
  return { hash: row.hash, reason: row.reason, at: toInstant(row.created_at), email: row.email }
}
