import type { Kysely } from 'kysely'
import type { AlertAbout, AlertChoice } from '../../../core/entities/alerts.ts'
import type { Tables } from '../../tables/tables.ts'

export type AlertChoicesStore = ReturnType<typeof alertChoicesStore>

/** The id for what all digests share, because a key cannot be null. */
const shared = 0

/** Choices of accounts that differ from the defaults of their roles. */
export function alertChoicesStore(db: Kysely<Tables>) {
  return {
    async of(accountId: number): Promise<AlertChoice[]> {
      const rows = await db
        .selectFrom('alert_choices')
        .selectAll()
        .where('account_id', '=', accountId)
        .execute()
      return rows.map(
        ({ alert, digest_id, is_wanted }) =>
          ({
            alert,
            digest: digest_id === shared ? null : digest_id,
            isWanted: is_wanted === 1,
          }) as AlertChoice,
      )
    },

    /** Replaces all choices of an account. */
    async replace(accountId: number, choices: readonly AlertChoice[]): Promise<void> {
      await db.deleteFrom('alert_choices').where('account_id', '=', accountId).execute()
      if (choices.length === 0) return
      await db
        .insertInto('alert_choices')
        .values(
          choices.map(({ alert, digest, isWanted }) => ({
            account_id: accountId,
            alert,
            digest_id: digest ?? shared,
            is_wanted: isWanted ? 1 : 0,
          })),
        )
        .execute()
    },

    /** The choices of accounts about one thing, by account. */
    async about({ alert, digest }: AlertAbout): Promise<Map<number, boolean>> {
      const rows = await db
        .selectFrom('alert_choices')
        .select(['account_id', 'is_wanted'])
        .where('alert', '=', alert)
        .where('digest_id', '=', digest ?? shared)
        .execute()
      return new Map(rows.map(({ account_id, is_wanted }) => [account_id, is_wanted === 1]))
    },
  }
}
