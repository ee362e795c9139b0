import type { Kysely } from 'kysely'
import type { ConsentEntry } from '../../../core/entities/audit.ts'
import { toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type OldAuditStore = ReturnType<typeof oldAuditStore>

/** Rows of the audit about people's consent, which stay while the person may rely on them. */
export function oldAuditStore(db: Kysely<Tables>) {
  return {
    /** A page of those before an instant, after an id, in the order of ids. What was imported for all is not among them. */
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

    /** Of these, the subjects that still get a digest, or may from now on. */
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
