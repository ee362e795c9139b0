import { sql, type Kysely } from 'kysely'
import type { Totals } from '../../core/entities/delivery.ts'
import { effectiveOutcomes } from '../../core/entities/feedback/feedback.ts'
import type { EditionFigures } from '../../core/entities/sending/warm-up.ts'
import { endedEditions } from '../../core/entities/states.ts'
import { fromJson, toInstant, toMs } from '../columns.ts'
import type { Tables } from '../tables/tables.ts'
import { hasCode } from './readers/missed-parts.ts'

export type WarmUpFiguresStore = ReturnType<typeof warmUpFiguresStore>

type Counted = { edition_id: number; count: number }[]

const byEdition = (rows: Counted) => new Map(rows.map(({ edition_id, count }) => [edition_id, count]))

/** The outcomes of a warm-up's e-mails, from the ledger and from feedback. */
export function warmUpFiguresStore(db: Kysely<Tables>) {
  async function acceptedOf(ids: readonly number[]): Promise<Map<number, number>> {
    if (ids.length === 0) return new Map()
    const { rows } = await sql<Counted[number]>`select edition_id, count(*) as count from deliveries
      where edition_id in (${sql.join(ids)}) and status = 'sent' group by edition_id`.execute(db)
    return byEdition(rows)
  }

  async function refusedOf(ids: readonly number[]): Promise<Map<number, number>> {
    // Phrased like the index of unsent rows.
    const { rows } = await sql<Counted[number]>`select o.edition_id, count(*) as count from deliveries o
      where o.edition_id in (${sql.join(ids)}) and o.status = 'failed' and o.status in ('failed', 'skipped')
        and not coalesce(${hasCode('given-up', 'given-up-because')}, false) group by o.edition_id`.execute(db)
    return byEdition(rows)
  }

  async function cameBack(
    ids: readonly number[],
    kind: 'bounce' | 'complaint',
  ): Promise<Map<number, number>> {
    const rows = await db
      .selectFrom('feedback')
      .select((eb) => ['edition_id', eb.fn.countAll<number>().as('count')])
      .where('edition_id', 'in', ids)
      .where('kind', '=', kind)
      .where('outcome', 'in', [...effectiveOutcomes])
      .$if(kind === 'bounce', (q) => q.where((eb) => eb.or([eb('hard', '=', 1), eb('outcome', '=', 'ours')])))
      .groupBy('edition_id')
      .$narrowType<{ edition_id: number }>()
      .execute()
    return byEdition(rows)
  }

  return {
    /** Each edition that began to be sent under a warm-up since an instant, oldest first. */
    async since(warmUpId: number, since: Temporal.Instant): Promise<EditionFigures[]> {
      const editions = await db
        .selectFrom('editions')
        .select(['id', 'started_at', 'status', 'totals'])
        .where('warm_up_id', '=', warmUpId)
        .where('started_at', '>=', toMs(since))
        .orderBy('started_at')
        .orderBy('id')
        .$narrowType<{ started_at: number }>()
        .execute()
      if (editions.length === 0) return []
      const ids = editions.map(({ id }) => id)
      const isEnded = ({ status, totals }: (typeof editions)[number]) =>
        endedEditions.includes(status) && totals !== null
      const accepted = await acceptedOf(editions.filter((one) => !isEnded(one)).map(({ id }) => id))
      const refused = await refusedOf(ids)
      const bounced = await cameBack(ids, 'bounce')
      const complaints = await cameBack(ids, 'complaint')
      return editions.map((one) => ({
        editionId: one.id,
        startedAt: toInstant(one.started_at),
        accepted: isEnded(one)
          ? (fromJson<Totals>(one.totals ?? '{}').sent ?? 0)
          : (accepted.get(one.id) ?? 0),
        bounces: (refused.get(one.id) ?? 0) + (bounced.get(one.id) ?? 0),
        complaints: complaints.get(one.id) ?? 0,
      }))
    },
  }
}
