import type { Kysely, Selectable } from 'kysely'
import type { NewSession, Session } from '../../../core/entities/account.ts'
import { toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type SessionsStore = ReturnType<typeof sessionsStore>

export function sessionsStore(db: Kysely<Tables>) {
  return {
    async add(session: NewSession): Promise<void> {
      await db
        .insertInto('sessions')
        .values({
          hash: session.hash,
          account_id: session.accountId,
          proof: session.proof,
          second_factor: session.hasSecondFactor ? 1 : 0,
          agent: session.agent,
          address: session.address,
          created_at: toMs(session.createdAt),
          seen_at: toMs(session.createdAt),
          ends_at: toMs(session.endsAt),
        })
        .execute()
    },

    async byHash(hash: string): Promise<Session | null> {
      const row = await db.selectFrom('sessions').selectAll().where('hash', '=', hash).executeTakeFirst()
      return row ? session(row) : null
    },

    /** Of one account, most recently active first. */
    async of(accountId: number): Promise<Session[]> {
      const rows = await db
        .selectFrom('sessions')
        .selectAll()
        .where('account_id', '=', accountId)
        .orderBy('seen_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(session)
    },

    async noteSeen(id: number, at: Temporal.Instant): Promise<void> {
      await db
        .updateTable('sessions')
        .set({ seen_at: toMs(at) })
        .where('id', '=', id)
        .where('seen_at', '<', toMs(at))
        .execute()
    },

    /** Ends one; false if it has ended. */
    async end(accountId: number, id: number): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('sessions')
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows === 1n
    },

    /** Ends all of an account except one; returns how many. */
    async endAll(accountId: number, exceptId = 0): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('sessions')
        .where('account_id', '=', accountId)
        .where('id', '<>', exceptId)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}

function session(row: Selectable<Tables['sessions']>): Session {
  return {
    id: row.id,
    accountId: row.account_id,
    proof: row.proof,
    hasSecondFactor: row.second_factor === 1,
    agent: row.agent,
    address: row.address,
    createdAt: toInstant(row.created_at),
    seenAt: toInstant(row.seen_at),
    endsAt: toInstant(row.ends_at),
  }
}
