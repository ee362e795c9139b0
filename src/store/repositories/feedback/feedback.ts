import { sql, type Kysely, type Selectable } from 'kysely'
import {
  effectiveOutcomes,
  type Feedback,
  type FeedbackOutcome,
  type NewFeedback,
} from '../../../core/entities/feedback/feedback.ts'
import type { ReportKind, ReportLimit } from '../../../core/entities/feedback/report.ts'
import { toInstant, toMs, type Backend } from '../../columns.ts'
import { domainKey } from '../../queries/readers/search-keys.ts'
import type { FeedbackTables } from '../../tables/feedback.ts'
import type { Tables } from '../../tables/tables.ts'

export type FeedbackStore = ReturnType<typeof feedbackStore>

export function feedback(row: Selectable<FeedbackTables['feedback']>): Feedback {
  const { received_at, hard, subscriber_id, edition_id, limits, ...rest } = row
  return {
    ...rest,
    receivedAt: toInstant(received_at),
    hard: hard === 1,
    subscriberId: subscriber_id,
    editionId: edition_id,
    limits: limits.split(' ').filter(Boolean) as ReportLimit[],
  }
}

/** Bounces, complaints and replies: one row for each recipient of a report. */
export function feedbackStore(db: Kysely<Tables>, backend: Backend) {
  return {
    /** Returns its id; null if the same was stored before. */
    async keep({
      receivedAt,
      hard,
      subscriberId,
      editionId,
      limits,
      ...rest
    }: NewFeedback): Promise<number | null> {
      const row = await db
        .insertInto('feedback')
        .values({
          ...rest,
          received_at: toMs(receivedAt),
          hard: hard ? 1 : 0,
          subscriber_id: subscriberId,
          edition_id: editionId,
          limits: limits.join(' '),
        })
        .onConflict((c) => c.column('key').doNothing())
        .returning('id')
        .executeTakeFirst()
      return row?.id ?? null
    },

    /** Deletes the entry of an unreadable message, because it has been read. */
    async forgetUnreadable(key: string): Promise<void> {
      await db.deleteFrom('feedback').where('key', '=', key).where('outcome', '=', 'unreadable').execute()
    },

    async isKept(key: string): Promise<boolean> {
      return (
        (await db.selectFrom('feedback').select('id').where('key', '=', key).executeTakeFirst()) !== undefined
      )
    },

    /** Which of these keys are stored; some hundred at most per call. */
    async keptOf(keys: readonly string[]): Promise<Set<string>> {
      if (keys.length === 0) return new Set()
      const rows = await db.selectFrom('feedback').select('key').where('key', 'in', keys).execute()
      return new Set(rows.map(({ key }) => key))
    },

    /** The newest of one kind about an e-mail that had an effect; null if there is none. */
    async latestEffective(
      kind: ReportKind,
      subscriberId: number,
      editionId: number,
    ): Promise<Feedback | null> {
      const row = await db
        .selectFrom('feedback')
        .selectAll()
        .where('subscriber_id', '=', subscriberId)
        .where('edition_id', '=', editionId)
        .where('kind', '=', kind)
        .where('outcome', 'in', [...effectiveOutcomes])
        .orderBy('id', 'desc')
        .executeTakeFirst()
      return row ? feedback(row) : null
    },

    /** Editions whose e-mail to a subscriber failed temporarily. */
    async countedEditions(subscriberId: number): Promise<Set<number>> {
      const rows = await db
        .selectFrom('feedback')
        .select('edition_id')
        .where('subscriber_id', '=', subscriberId)
        .where('outcome', '=', 'counted')
        .execute()
      return new Set(rows.flatMap(({ edition_id }) => (edition_id === null ? [] : [edition_id])))
    },

    /** The newest editions that a subscriber got by an instant, or may have got. */
    async reached(subscriberId: number, by: Temporal.Instant, count: number) {
      const rows = await db
        .selectFrom('deliveries')
        .select(['edition_id', 'finished_at'])
        .where('subscriber_id', '=', subscriberId)
        .where('status', 'in', ['sent', 'unknown'])
        .where('finished_at', '<=', toMs(by))
        .orderBy('finished_at', 'desc')
        .limit(count)
        .execute()
      return rows.map(({ edition_id, finished_at }) => ({
        editionId: edition_id,
        at: toInstant(finished_at ?? toMs(by)),
      }))
    },

    /**
     * Permanent failures of a domain since an instant that suppressed somebody or are held, oldest first, with their address and outcome.
     */
    async lately(
      domain: string,
      since: Temporal.Instant,
    ): Promise<Pick<Feedback, 'id' | 'hash' | 'outcome'>[]> {
      return db
        .selectFrom('feedback')
        .select(['id', 'hash', 'outcome'])
        .where('domain', '=', domain)
        .where('received_at', '>=', toMs(since))
        .where('hard', '=', 1)
        .where('outcome', 'in', ['suppressed', 'held'])
        .orderBy('id')
        .limit(1000)
        .execute()
    },

    /** Those of a domain that wait for a person, with address and reason. */
    async heldOf(domain: string): Promise<Pick<Feedback, 'id' | 'hash' | 'says' | 'reason'>[]> {
      return db
        .selectFrom('feedback')
        .select(['id', 'hash', 'says', 'reason'])
        .where('domain', '=', domain)
        .where('outcome', '=', 'held')
        .orderBy('id')
        .execute()
    },

    /** Domains whose failures wait for a person. */
    async massFailures(): Promise<{ domain: string; count: number; since: Temporal.Instant }[]> {
      const rows = await db
        .selectFrom('feedback')
        .select((eb) => [
          'domain',
          eb.fn.countAll<number>().as('count'),
          sql<number>`min(received_at)`.as('since'),
        ])
        .where('outcome', '=', 'held')
        .groupBy('domain')
        .orderBy('domain')
        .execute()
      return rows.map(({ domain, count, since }) => ({
        domain,
        count,
        since: toInstant(since),
      }))
    },

    /** False if its outcome has changed since it was read. */
    async move(id: number, from: FeedbackOutcome, to: FeedbackOutcome): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('feedback')
        .set({ outcome: to })
        .where('id', '=', id)
        .where('outcome', '=', from)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Newest first, before an id. */
    async page(filter: {
      kind: ReportKind | null
      outcome: FeedbackOutcome | null
      hash: string | null
      before: number | null
      count: number
    }): Promise<Feedback[]> {
      let query = db.selectFrom('feedback').selectAll()
      if (filter.kind) query = query.where('kind', '=', filter.kind)
      if (filter.outcome) query = query.where('outcome', '=', filter.outcome)
      if (filter.hash) query = query.where('hash', '=', filter.hash)
      if (filter.before !== null) query = query.where('id', '<', filter.before)
      return (await query.orderBy('id', 'desc').limit(filter.count).execute()).map(feedback)
    },

    /** How many readers have an address at a domain, counted up to `most`. */
    async readersAt(domain: string, most: number): Promise<number> {
      const own = db
        .selectFrom('subscribers')
        .select('id')
        .where(domainKey(backend, sql.ref('email')), '=', domain)
        .limit(most)
      const { count } = await db
        .selectFrom(own.as('own'))
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },

    countBefore: async (before: Temporal.Instant): Promise<number> => {
      const { count } = await db
        .selectFrom('feedback')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where(isOld(before))
        .executeTakeFirstOrThrow()
      return count
    },

    /** Deletes old ones, except those that are the reason for a suppression. */
    async deleteBefore(before: Temporal.Instant, count: number): Promise<number> {
      const old = () => db.selectFrom('feedback').select('id').where(isOld(before)).orderBy('id').limit(count)
      await db.deleteFrom('replies').where('feedback_id', 'in', old()).execute()
      await db.deleteFrom('feedback_originals').where('feedback_id', 'in', old()).execute()
      const { numDeletedRows } = await db.deleteFrom('feedback').where('id', 'in', old()).executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}

const isOld = (before: Temporal.Instant) =>
  sql<boolean>`received_at < ${toMs(before)} and not (outcome = 'suppressed'
    and exists (select 1 from suppressions where suppressions.hash = feedback.hash))`
