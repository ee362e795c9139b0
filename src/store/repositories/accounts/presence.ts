import type { Kysely } from 'kysely'
import { toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type PresenceStore = ReturnType<typeof presenceStore>

/** The page of a digest's day. */
interface Day {
  digestId: number
  date: Temporal.PlainDate
}

/** Who has the page of a day open: one row per person, with an expiry, in case their process is gone. */
export function presenceStore(db: Kysely<Tables>) {
  return {
    /** Extends a person's presence to at least an instant; deletes expired rows. */
    async put(
      { digestId, date }: Day,
      accountId: number,
      at: { now: Temporal.Instant; until: Temporal.Instant },
    ) {
      await db.deleteFrom('presence').where('ends_at', '<=', toMs(at.now)).execute()
      const ends = toMs(at.until)
      await db
        .insertInto('presence')
        .values({ digest_id: digestId, date: date.toString(), account_id: accountId, ends_at: ends })
        .onConflict((c) => c.columns(['digest_id', 'date', 'account_id']).doUpdateSet({ ends_at: ends }))
        .execute()
    },

    /** Limits a person's presence to at most an instant. */
    async shorten({ digestId, date }: Day, accountId: number, until: Temporal.Instant): Promise<void> {
      await db
        .updateTable('presence')
        .set({ ends_at: toMs(until) })
        .where('digest_id', '=', digestId)
        .where('date', '=', date.toString())
        .where('account_id', '=', accountId)
        .where('ends_at', '>', toMs(until))
        .execute()
    },

    /** Who is present now, by name. */
    async of({ digestId, date }: Day, now: Temporal.Instant): Promise<{ account: number; name: string }[]> {
      const rows = await db
        .selectFrom('presence')
        .innerJoin('accounts', 'accounts.id', 'presence.account_id')
        .select(['accounts.id as account', 'accounts.name as name'])
        .where('digest_id', '=', digestId)
        .where('date', '=', date.toString())
        .where('ends_at', '>', toMs(now))
        .where('disabled_at', 'is', null)
        .orderBy('accounts.id')
        .execute()
      return rows
    },
  }
}
