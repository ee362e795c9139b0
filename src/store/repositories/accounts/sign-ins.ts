import { sql, type Kysely } from 'kysely'
import { toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type SignInsStore = ReturnType<typeof signInsStore>

/** One-time links, attempts to sign in, and answered challenges. */
export function signInsStore(db: Kysely<Tables>) {
  return {
    /** Replaces unused ones of the account. */
    async putLink(link: {
      hash: string
      accountId: number
      kind: string
      createdAt: Temporal.Instant
      expiresAt: Temporal.Instant
    }): Promise<void> {
      await db
        .deleteFrom('sign_in_links')
        .where('account_id', '=', link.accountId)
        .where('used_at', 'is', null)
        .execute()
      await db
        .insertInto('sign_in_links')
        .values({
          hash: link.hash,
          account_id: link.accountId,
          kind: link.kind,
          created_at: toMs(link.createdAt),
          expires_at: toMs(link.expiresAt),
        })
        .execute()
    },

    /** The account of a link, while it is valid; null once it was used or has expired. */
    async link(hash: string, now: Temporal.Instant): Promise<{ accountId: number; kind: string } | null> {
      const row = await db
        .selectFrom('sign_in_links')
        .select(['account_id', 'kind'])
        .where('hash', '=', hash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', toMs(now))
        .executeTakeFirst()
      return row ? { accountId: row.account_id, kind: row.kind } : null
    },

    /** Uses up a link; false if somebody has, or it has expired. */
    async useLink(hash: string, now: Temporal.Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('sign_in_links')
        .set({ used_at: toMs(now) })
        .where('hash', '=', hash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', toMs(now))
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    async dropLinks(accountId: number): Promise<void> {
      await db.deleteFrom('sign_in_links').where('account_id', '=', accountId).execute()
    },

    /** Attempts with a key since an instant, and the time of the oldest. */
    async attempts(key: string, since: Temporal.Instant): Promise<{ count: number; oldest: number | null }> {
      const row = await db
        .selectFrom('sign_in_attempts')
        .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('at').as('oldest')])
        .where('key', '=', key)
        .where('at', '>', toMs(since))
        .executeTakeFirstOrThrow()
      return row
    },

    async addAttempts(keys: string[], at: Temporal.Instant): Promise<void> {
      await db
        .insertInto('sign_in_attempts')
        .values(keys.map((key) => ({ key, at: toMs(at) })))
        .execute()
    },

    async dropAttempts(key: string): Promise<void> {
      await db.deleteFrom('sign_in_attempts').where('key', '=', key).execute()
    },

    /** Marks a challenge as answered; false if it was before. */
    async spend(hash: string, expiresAt: Temporal.Instant): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('spent_challenges')
        .values({ hash, expires_at: toMs(expiresAt) })
        .onConflict((c) => c.column('hash').doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    /** How many sessions, links, attempts and challenges have ended before these instants. */
    async countEnded(ended: Ended): Promise<number> {
      let count = 0
      for (const { table, where } of endedRows(ended)) {
        const { rows } = await sql<{ count: number }>`
          select count(*) as count from ${sql.table(table)} where ${where}`.execute(db)
        count += rows[0]?.count ?? 0
      }
      return count
    },

    async deleteEnded(ended: Ended): Promise<number> {
      let count = 0
      for (const { table, where } of endedRows(ended)) {
        const { numAffectedRows } = await sql`delete from ${sql.table(table)} where ${where}`.execute(db)
        count += Number(numAffectedRows ?? 0)
      }
      return count
    },
  }
}

interface Ended {
  now: Temporal.Instant
  /** Sessions without activity since. */
  idleSince: Temporal.Instant
  /** Links and attempts from before. */
  before: Temporal.Instant
}

function endedRows({ now, idleSince, before }: Ended) {
  return [
    { table: 'sessions', where: sql`ends_at <= ${toMs(now)} or seen_at <= ${toMs(idleSince)}` },
    { table: 'sign_in_links', where: sql`expires_at <= ${toMs(before)}` },
    { table: 'sign_in_attempts', where: sql`at <= ${toMs(before)}` },
    { table: 'spent_challenges', where: sql`expires_at <= ${toMs(now)}` },
  ]
}
