import { addressFlags } from '../../../core/addresses/verdict/address-flags.ts'
import type { Kysely } from 'kysely'
import type { MessageContent } from '../../../core/entities/message.ts'
import { fromJson, orInstant, toInstant } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type OwnDataStore = ReturnType<typeof ownDataStore>

/** What is stored about one person besides their subscriptions, for the file that they may request (GDPR, article 15). */
export function ownDataStore(db: Kysely<Tables>) {
  return {
    async person(subscriberId: number) {
      const row = await db
        .selectFrom('subscribers')
        .select(['email', 'hash', 'name', 'created_at'])
        .where('id', '=', subscriberId)
        .executeTakeFirst()
      return row
        ? { email: row.email, hash: row.hash, name: row.name, since: toInstant(row.created_at) }
        : null
    },

    async deliveries(subscriberId: number) {
      const rows = await db
        .selectFrom('deliveries')
        .innerJoin('editions', 'editions.id', 'deliveries.edition_id')
        .select([
          'editions.date',
          'deliveries.status',
          'deliveries.finished_at',
          'deliveries.delivered_at',
          'deliveries.reply',
        ])
        .where('deliveries.subscriber_id', '=', subscriberId)
        .orderBy('deliveries.edition_id')
        .execute()
      return rows.map(({ date, status, finished_at, reply }) => ({
        edition: date,
        status,
        finishedAt: orInstant(finished_at),
        reply,
      }))
    },

    async feedback(subscriberId: number) {
      const rows = await db
        .selectFrom('feedback')
        .select(['received_at', 'kind', 'reason', 'says', 'outcome'])
        .where('subscriber_id', '=', subscriberId)
        .orderBy('id')
        .execute()
      return rows.map(({ received_at, ...rest }) => ({ receivedAt: toInstant(received_at), ...rest }))
    },

    /** When they were admitted to warm-ups. */
    async warmUps(subscriberId: number) {
      const rows = await db
        .selectFrom('warm_up_readers')
        .select('admitted_at')
        .where('subscriber_id', '=', subscriberId)
        .orderBy('warm_up_id')
        .execute()
      return rows.map(({ admitted_at }) => ({ admittedAt: toInstant(admitted_at) }))
    },

    async messages(subscriberId: number) {
      const rows = await db
        .selectFrom('messages')
        .select(['recipient', 'body', 'status', 'created_at'])
        .where('subscriber_id', '=', subscriberId)
        .orderBy('id')
        .execute()
      return rows.map(({ recipient, body, status, created_at }) => ({
        to: recipient,
        subject: fromJson<MessageContent>(body).subject,
        status,
        writtenAt: toInstant(created_at),
      }))
    },

    /** Changes a person's address if it is still the one that was read; otherwise false. */
    async changeAddress(
      subscriberId: number,
      from: { hash: string },
      to: { email: string; hash: string },
    ): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('subscribers')
        .set((eb) => ({
          ...to,
          flags: addressFlags(to.email),
          refusals: 0,
          refused_at: null,
          address_changes: eb('address_changes', '+', 1),
        }))
        .where('id', '=', subscriberId)
        .where('hash', '=', from.hash)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
  }
}
