import type { Kysely } from 'kysely'
import type { ReaderMailRow } from '../../../core/entities/readers/reader-history.ts'
import { fromJson, orInstant, toInstant } from '../../columns.ts'
import { orReason } from '../../reason-column.ts'
import type { Tables } from '../../tables/tables.ts'

/** Block keys of a stored variant that contain a story or an analysis. */
const isStory = (key: string): boolean => /^(?:story|analysis|earlier):/.test(key)

/** The e-mails of a digest to one reader, newest edition first. */
export async function readerMails(
  db: Kysely<Tables>,
  { subscriberId, digestId, count }: { subscriberId: number; digestId: number; count: number },
): Promise<ReaderMailRow[]> {
  const rows = await db
    .selectFrom('deliveries as d')
    .innerJoin('editions as e', 'e.id', 'd.edition_id')
    .leftJoin('variants as v', (join) =>
      join.onRef('v.edition_id', '=', 'd.edition_id').onRef('v.key', '=', 'd.variant'),
    )
    .selectAll('d')
    .select(['e.date', 'e.number', 'v.body'])
    .where('d.subscriber_id', '=', subscriberId)
    .where('e.digest_id', '=', digestId)
    .orderBy('d.edition_id', 'desc')
    .limit(count)
    .execute()
  return rows.map((row) => ({
    editionId: row.edition_id,
    date: Temporal.PlainDate.from(row.date),
    number: row.number,
    status: row.status,
    attempts: row.attempts,
    dueAt: toInstant(row.due_at),
    finishedAt: orInstant(row.finished_at),
    deliveredAt: orInstant(row.delivered_at),
    nextAttemptAt: orInstant(row.next_attempt_at),
    reason: orReason(row.reason),
    reply: row.reply,
    stories:
      row.body === null
        ? null
        : (fromJson<{ blocks?: string[] }>(row.body).blocks ?? []).filter(isStory).length,
  }))
}
