import type { Kysely } from 'kysely'
import type { Tables } from '../../tables/tables.ts'

/** Original messages, compressed, for rows whose text does not contain every byte. */
export function feedbackOriginalsStore(db: Kysely<Tables>) {
  return {
    async add(feedbackId: number, bytes: Uint8Array): Promise<void> {
      await db
        .insertInto('feedback_originals')
        .values({ feedback_id: feedbackId, bytes: Buffer.from(bytes) })
        .execute()
    },

    async of(feedbackId: number): Promise<Uint8Array | null> {
      const row = await db
        .selectFrom('feedback_originals')
        .select('bytes')
        .where('feedback_id', '=', feedbackId)
        .executeTakeFirst()
      return row?.bytes ?? null
    },
  }
}
