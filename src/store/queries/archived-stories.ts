import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { ArchiveEntry, ArchiveQuery } from '../../core/entities/archive/archive.ts'
import { toMs, type Backend } from '../columns.ts'
import { entry, type EntryRow } from '../repositories/archive/archive-rows.ts'
import { wordIndex } from '../repositories/archive/word-index.ts'
import type { Tables } from '../tables/tables.ts'

/** A sitemap has at most 50,000 addresses (sitemaps.org). */
const mostInSitemap = 45_000

export type ArchivedStoriesStore = ReturnType<typeof archivedStoriesStore>

/** Stories of the archive, as the public may see them at an instant: what is under embargo then is nowhere. */
export function archivedStoriesStore(db: Kysely<Tables>, backend: Backend) {
  const index = wordIndex(db, backend)
  const columns = sql`a.id, a.carried_at, a.body, d.key, e.date, e.number, s.withdrawn_at`
  // In this order: places come newest first, and each of the rest is found by its key.
  const joined = sql`cross join stories s cross join editions e cross join digests d
    where s.id = a.story_id and e.id = a.edition_id and d.id = e.digest_id`

  /** Places of the few stories that are not shown: under embargo then, and withdrawn ones where those are not wanted. */
  const hidden = (now: Temporal.Instant, withWithdrawn: boolean) => sql`
    (select h.id from stories x join archive_stories h on h.story_id = x.id
      where (x.withdrawn_at is not null or x.embargo_until is not null)
        and (x.embargo_until > ${toMs(now)} ${withWithdrawn ? sql`` : sql`or x.withdrawn_at is not null`}))`

  const rowsOf = async (query: RawBuilder<EntryRow>): Promise<ArchiveEntry[]> =>
    (await query.execute(db)).rows.map(entry)

  /** The lowest place carried from an instant on: places are in the order of time. */
  const placeFrom = (at: Temporal.Instant) =>
    sql`(select coalesce(min(id), 9007199254740991) from archive_stories
      where carried_at = (select min(carried_at) from archive_stories where carried_at >= ${toMs(at)}))`

  return {
    /** What is looked for, newest first. Places are found first, by one index alone, and only those shown are read. */
    async find(query: ArchiveQuery, now: Temporal.Instant): Promise<ArchiveEntry[]> {
      const { text, labels, from, until, before, count } = query
      const isByWords = text !== null || labels.length > 0
      const place = isByWords ? index.id : sql.ref<number>('archive_stories.id')
      const conditions = [
        sql`${place} not in ${hidden(now, query.withWithdrawn)}`,
        ...(isByWords ? [index.matches(text, labels)] : []),
        ...(before === null ? [] : [sql`${place} < ${before}`]),
        ...(from === null ? [] : [sql`${place} >= ${placeFrom(from)}`]),
        ...(until === null ? [] : [sql`${place} < ${placeFrom(until)}`]),
      ]
      return rowsOf(sql<EntryRow>`
        select ${columns} from (
          select ${place} as place from ${sql.table(isByWords ? 'archive_words' : 'archive_stories')}
          where ${sql.join(conditions, sql` and `)} order by ${place} desc limit ${count}
        ) found cross join archive_stories a ${joined} and a.id = found.place order by found.place desc`)
    },

    /** Names of the pages of our own stories that were carried from an instant on, and before another. */
    async ownPages(
      from: Temporal.Instant,
      until: Temporal.Instant,
      now: Temporal.Instant,
    ): Promise<string[]> {
      const { rows } = await sql<{ slug: string }>`
        select s.slug from archive_stories a join stories s on s.id = a.story_id
        where a.carried_at >= ${toMs(from)} and a.carried_at < ${toMs(until)} and s.slug is not null
          and a.id not in ${hidden(now, false)} order by a.id desc limit ${mostInSitemap}`.execute(db)
      return rows.map(({ slug }) => slug)
    },

    /** The stories of these ids that are in the archive, in no order, withdrawn ones with them. */
    async byStoryIds(storyIds: readonly number[], now: Temporal.Instant): Promise<ArchiveEntry[]> {
      if (storyIds.length === 0) return []
      return rowsOf(sql<EntryRow>`
        select ${columns} from archive_stories a ${joined}
          and a.story_id in (${sql.join(storyIds)}) and a.id not in ${hidden(now, true)}`)
    },
  }
}
