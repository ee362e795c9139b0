import { sql, type Kysely } from 'kysely'
import type { Feedback } from '../../../core/entities/feedback/feedback.ts'
import type { Refusals } from '../../../core/entities/feedback/refusals.ts'
import { toInstant } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { feedback } from './feedback.ts'

export type FeedbackViewsStore = ReturnType<typeof feedbackViewsStore>

/** Feedback as it is shown to people. */
export function feedbackViewsStore(db: Kysely<Tables>) {
  return {
    async byId(id: number): Promise<Feedback | null> {
      const row = await db.selectFrom('feedback').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? feedback(row) : null
    },

    /** Of one reader's e-mails of a digest, newest first. */
    async ofReader(subscriberId: number, digestId: number, count: number): Promise<Feedback[]> {
      const rows = await db
        .selectFrom('feedback')
        .selectAll()
        .where('subscriber_id', '=', subscriberId)
        .where('edition_id', 'in', (eb) =>
          eb.selectFrom('editions').select('id').where('digest_id', '=', digestId),
        )
        .orderBy('id', 'desc')
        .limit(count)
        .execute()
      return rows.map(feedback)
    },

    /** Of one e-mail, newest first. */
    async ofMail(subscriberId: number, editionId: number, count: number): Promise<Feedback[]> {
      const rows = await db
        .selectFrom('feedback')
        .selectAll()
        .where('subscriber_id', '=', subscriberId)
        .where('edition_id', '=', editionId)
        .orderBy('id', 'desc')
        .limit(count)
        .execute()
      return rows.map(feedback)
    },

    /** E-mails that servers rejected because of our own sending, by reason and domain, newest first. */
    async refusals(count: number): Promise<Refusals[]> {
      const { rows } = await sql<{
        reason: Refusals['reason']
        domain: string
        count: number
        since: number
        last: number
        last_id: number
        says: string
      }>`
        select g.reason, g.domain, g.count, g.since, f.received_at as last, f.id as last_id, f.says
        from (select reason, domain, count(*) as count, min(received_at) as since, max(id) as last_id
          from feedback where outcome = 'ours' group by reason, domain) g
        join feedback f on f.id = g.last_id
        order by f.id desc limit ${count}`.execute(db)
      return rows.map(({ since, last, last_id, ...rest }) => ({
        ...rest,
        since: toInstant(since),
        lastAt: toInstant(last),
        lastReport: last_id,
      }))
    },
  }
}
