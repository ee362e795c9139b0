import type { Kysely } from 'kysely'
import type { ConsentEntry } from '../../../core/entities/audit.ts'
import { toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type OldAuditStore = ReturnType<typeof oldAuditStore>

/** Audit rows about people's consent, which are kept while it may have to be proven. */
export function oldAuditStore(db: Kysely<Tables>) {
  return {
    /** A page of those before an instant, after an id, by id. Rows about whole imports are not included. */
    async consent(before: Temporal.Instant, afterId: number, count: number): Promise<ConsentEntry[]> {
      return db
        .selectFrom('audit')
        .select(['id', 'subject'])
        .where('at', '<', toMs(before))
        .where((eb) =>
          eb.or([eb('subject', 'like', 'subscription:%'), eb('subject', 'like', 'subscriber:%')]),
        )
        .where('id', '>', afterId)
        .orderBy('id')
        .limit(count)
        .execute()
    },

    /** Which of these subjects still get a digest, or may in future. */
    async living(subscriptionIds: number[], subscriberIds: number[]): Promise<Set<string>> {
      const rows = await db
        .selectFrom('subscriptions')
        .select(['id', 'subscriber_id'])
        .where('status', 'in', ['active', 'pending'])
        .where((eb) =>
          eb.or([eb('id', 'in', [0, ...subscriptionIds]), eb('subscriber_id', 'in', [0, ...subscriberIds])]),
        )
        .execute()
      return new Set(rows.flatMap((row) => [`subscription:${row.id}`, `subscriber:${row.subscriber_id}`]))
    },

    async delete(ids: number[]): Promise<void> {
      if (ids.length > 0) await db.deleteFrom('audit').where('id', 'in', ids).execute()
    },
  }
}
