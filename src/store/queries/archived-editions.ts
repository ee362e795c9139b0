import { sql, type Kysely } from 'kysely'
import type { ArchivedEdition } from '../../core/entities/archive/archive.ts'
import { toInstant } from '../columns.ts'
import { isPublic } from '../repositories/editions/editions.ts'
import type { Tables } from '../tables/tables.ts'

export type ArchivedEditionsStore = ReturnType<typeof archivedEditionsStore>

/** Editions of the archive, newest first. */
export function archivedEditionsStore(db: Kysely<Tables>) {
  const all = () =>
    db
      .selectFrom('archive_editions')
      .innerJoin('editions', 'editions.id', 'archive_editions.edition_id')
      .innerJoin('digests', 'digests.id', 'editions.digest_id')
      .where(isPublic)
      // If its blocks were deleted before web versions were stored, an edition has no page.
      .where(({ exists, selectFrom }) =>
        exists(selectFrom('web_pieces').select('position').whereRef('edition_id', '=', 'editions.id')),
      )
  const month = sql<string>`substr(editions.date, 1, 7)`
  const withdrawnAt = sql<number | null>`(select max(s.withdrawn_at) from edition_items i
    join stories s on s.id = i.story_id where i.edition_id = editions.id and i.place is not null)`
  const listed = async (query: ReturnType<typeof all>): Promise<ArchivedEdition[]> => {
    const rows = await query
      .select([
        'editions.id',
        'digests.key',
        'editions.date',
        'editions.number',
        'digests.name as digestName',
        'digests.language',
        'digests.time_zone as timeZone',
        'editions.subject',
        'editions.started_at as startedAt',
        'editions.approved_at as approvedAt',
        withdrawnAt.as('withdrawnAt'),
      ])
      .orderBy('editions.date', 'desc')
      .orderBy('editions.started_at', 'desc')
      .execute()
    return rows.map(({ approvedAt, withdrawnAt: lostAt, ...row }) => ({
      ...row,
      changedAt: toInstant(Math.max(row.startedAt ?? 0, approvedAt ?? 0, lostAt ?? 0)),
      date: Temporal.PlainDate.from(row.date),
      startedAt: toInstant(row.startedAt ?? 0),
    }))
  }
  return {
    /** The newest, optionally of one digest. */
    async newest(count: number, digestId: number | null = null): Promise<ArchivedEdition[]> {
      const query = digestId === null ? all() : all().where('editions.digest_id', '=', digestId)
      return listed(query.limit(count))
    },

    /** Those of a month, `YYYY-MM`. */
    async ofMonth(name: string): Promise<ArchivedEdition[]> {
      const next = Temporal.PlainYearMonth.from(name).add({ months: 1 }).toString()
      return listed(all().where('editions.date', '>=', name).where('editions.date', '<', next))
    },

    /** The months with editions, `YYYY-MM`, newest first. */
    async months(): Promise<{ month: string; editions: number }[]> {
      return all()
        .select((eb) => [month.as('month'), eb.fn.countAll<number>().as('editions')])
        .groupBy(month)
        .orderBy(month, 'desc')
        .execute()
    },
  }
}
