import { type Kysely, sql } from 'kysely'
import type { ChoiceSet } from '../../../core/entities/subscription.ts'
import { fromJson, toMs, type Backend } from '../../columns.ts'
import { isOfNoSuppressedDomain } from '../../suppressed-domain.ts'
import type { Tables } from '../../tables/tables.ts'

export type AudiencesStore = ReturnType<typeof audiencesStore>

/** Whom editions are for, counted. */
export function audiencesStore(db: Kysely<Tables>, backend: Backend) {
  return {
    /**
     * Sets of topics of those whom an edition of this weekday goes to, as the fan-out chooses them, those of the most readers
     * first, and at most `most` of them; `readers` counts all, also those of sets beyond.
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
