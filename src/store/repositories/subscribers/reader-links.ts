import type { Kysely } from 'kysely'
import type { OwnLink } from '../../../core/entities/own-link.ts'
import { toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type ReaderLinksStore = ReturnType<typeof readerLinksStore>

/** One-time links of subscribers, by the hash of their secret. */
export function readerLinksStore(db: Kysely<Tables>) {
  return {
    async put(hash: string, { subscriptionId, address }: OwnLink, expiresAt: Temporal.Instant) {
      await db
        .insertInto('reader_links')
        .values({
          hash,
          subscription_id: subscriptionId,
          address,
          expires_at: toMs(expiresAt),
          used_at: null,
        })
        .execute()
    },

    /** One that was not used and has not expired. */
    async open(hash: string, now: Temporal.Instant): Promise<OwnLink | null> {
      const row = await db
        .selectFrom('reader_links')
        .select(['subscription_id', 'address'])
        .where('hash', '=', hash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', toMs(now))
        .executeTakeFirst()
      return row ? { subscriptionId: row.subscription_id, address: row.address } : null
    },

    /** Uses one up; of several concurrent uses, only one gets true. */
    async use(hash: string, at: Temporal.Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('reader_links')
        .set({ used_at: toMs(at) })
        .where('hash', '=', hash)
        .where('used_at', 'is', null)
        .where('expires_at', '>', toMs(at))
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Deletes all of one person. */
    async drop(subscriberId: number): Promise<void> {
      await db
        .deleteFrom('reader_links')
        .where('subscription_id', 'in', (eb) =>
          eb.selectFrom('subscriptions').select('id').where('subscriber_id', '=', subscriberId),
        )
        .execute()
    },

    /** Deletes those that have expired. */
    async prune(now: Temporal.Instant): Promise<void> {
      await db.deleteFrom('reader_links').where('expires_at', '<', toMs(now)).execute()
    },
  }
}
