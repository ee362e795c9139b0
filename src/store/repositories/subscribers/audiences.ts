import { type Kysely, sql } from 'kysely'
import type { ChoiceSet } from '../../../core/entities/subscription.ts'
import { fromJson, toMs, type Backend } from '../../columns.ts'
import { isOfNoSuppressedDomain } from '../../suppressed-domain.ts'
import type { Tables } from '../../tables/tables.ts'

export type AudiencesStore = ReturnType<typeof audiencesStore>

/** Counts of the audiences of editions. */
export function audiencesStore(db: Kysely<Tables>, backend: Backend) {
  return {
    /** Active subscriptions of a digest, counted by set of chosen topics; empty means all. */
    async countByTopics(digestId: number): Promise<{ topics: string[]; count: number }[]> {
      const rows = await db
        .selectFrom('subscriptions')
        .select((eb) => ['topics', eb.fn.countAll<number>().as('count')])
        .where('digest_id', '=', digestId)
        .where('status', '=', 'active')
        .groupBy('topics')
        .execute()
      return rows.map(({ topics, count }) => ({ topics: fromJson<string[]>(topics), count }))
    },

    /** How many an edition of a weekday would go to now: active, on one of their days, not paused, not suppressed. */
    async countExpected(digestId: number, weekday: number, now: Temporal.Instant): Promise<number> {
      const { count } = await db
        .selectFrom('subscriptions')
        .innerJoin('subscribers', 'subscribers.id', 'subscriptions.subscriber_id')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('digest_id', '=', digestId)
        .where('status', '=', 'active')
        .where(sql<boolean>`(days is null or (days & ${1 << (weekday - 1)}) <> 0)`)
        .where((eb) => eb.or([eb('paused_until', 'is', null), eb('paused_until', '<=', toMs(now))]))
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('suppressions')
                .select('suppressions.hash')
                .whereRef('suppressions.hash', '=', 'subscribers.hash'),
            ),
          ),
        )
        .where(isOfNoSuppressedDomain(backend, sql.ref('subscribers.email')))
        .executeTakeFirstOrThrow()
      return Number(count)
    },

    /**
     * Sets of topics of those whom an edition of this weekday goes to, as the fan-out chooses them, those with most readers first, at most
     * `most`; `readers` counts all, including further sets.
     */
    async choiceSets(
      digestId: number,
      weekday: number,
      now: Temporal.Instant,
      most: number,
    ): Promise<{ sets: ChoiceSet[]; readers: number }> {
      const { rows } = await sql<{ topics: string; readers: number; total: number }>`
        select s.topics as topics, count(*) as readers, cast(sum(count(*)) over () as bigint) as total
        from subscriptions s
        where s.digest_id = ${digestId} and s.status = 'active'
          and (s.days is null or (s.days & ${sql.lit(1 << (weekday - 1))}) <> 0)
          and (s.paused_until is null or s.paused_until <= ${toMs(now)})
          and s.subscriber_id not in (
            select b.id from suppressions x join subscribers b on b.hash = x.hash)
          and s.subscriber_id not in (
            select b.id from subscribers b where not ${isOfNoSuppressedDomain(backend, sql.ref('b.email'))})
        group by s.topics
        order by count(*) desc, s.topics
        limit ${most}`.execute(db)
      const sets = rows.map(({ topics, readers }): ChoiceSet => ({
        topics: fromJson<string[]>(topics),
        readers: readers,
      }))
      return { sets, readers: rows[0]?.total ?? 0 }
    },
  }
}
