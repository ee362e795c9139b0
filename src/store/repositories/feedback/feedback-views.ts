import { sql, type Kysely } from 'kysely'
import type { Feedback } from '../../../core/entities/feedback/feedback.ts'
import type { Refusals } from '../../../core/entities/feedback/refusals.ts'
import { toInstant } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { feedback } from './feedback.ts'

export type FeedbackViewsStore = ReturnType<typeof feedbackViewsStore>

/** What came back, as people look at it. */
export function feedbackViewsStore(db: Kysely<Tables>) {
  return {
    async byId(id: number): Promise<Feedback | null> {
      const row = await db.selectFrom('feedback').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? feedback(row) : null
    },

    /** Of one reader, newest first; of one edition alone where one is given. */
    async ofReader(subscriberId: number, editionId: number | null, count: number): Promise<Feedback[]> {
      let query = db.selectFrom('feedback').selectAll().where('subscriber_id', '=', subscriberId)
      if (editionId !== null) query = query.where('edition_id', '=', editionId)
      return (await query.orderBy('id', 'desc').limit(count).execute()).map(feedback)
    },

    /** E-mails that servers refused because of us, by reason and domain, those of the newest first. */
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
