import { sql, type ExpressionBuilder, type Kysely } from 'kysely'
import type { Tables } from '../../tables/tables.ts'
import { literally } from './literally.ts'

/** Removes people from feedback: rows keep their ids, and the keyed hash of a suppressed address. */
export async function forgetFeedback(
  db: Kysely<Tables>,
  ids: readonly number[],
  addresses: readonly string[],
): Promise<void> {
  const known = addresses.map((address) => address.toLowerCase())
  const isAbout = (eb: ExpressionBuilder<Tables, 'feedback'>) =>
    eb.or([
      eb('subscriber_id', 'in', ids),
      eb(eb.fn<string>('lower', ['address']), 'in', known),
      eb(eb.fn<string>('lower', ['sender']), 'in', known),
      // Reports may name others in their texts, too.
      ...known.map((address) => sql<boolean>`lower(message) like ${literally(address)} escape '\\'`),
    ])
  await db
    .deleteFrom('feedback_originals')
    .where('feedback_id', 'in', (eb) => eb.selectFrom('feedback').select('id').where(isAbout))
    .execute()
  await db
    .updateTable('feedback')
    .set({ address: null, subscriber_id: null, says: '', sender: '', subject: '', message: '', size: null })
    .where(isAbout)
    .execute()
}
