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
  // Joined in this order: the index of words, or that of places, gives the newest first.
  const joined = sql`
    cross join stories s cross join editions e cross join digests d
    where s.id = a.story_id and e.id = a.edition_id and d.id = e.digest_id`
  const shown = (now: Temporal.Instant, withWithdrawn: boolean) => sql`
    and (s.embargo_until is null or s.embargo_until <= ${toMs(now)})
    ${withWithdrawn ? sql`` : sql`and s.withdrawn_at is null`}`

  const rowsOf = async (query: RawBuilder<EntryRow>): Promise<ArchiveEntry[]> =>
    (await query.execute(db)).rows.map(entry)

  /** The lowest place carried from an instant on: places are in the order of time. */
  const placeFrom = (at: Temporal.Instant) =>
    sql`(select coalesce(min(id), 9007199254740991) from archive_stories
      where carried_at = (select min(carried_at) from archive_stories where carried_at >= ${toMs(at)}))`

  return {
    /** What is looked for, newest first. */
    async find(query: ArchiveQuery, now: Temporal.Instant): Promise<ArchiveEntry[]> {
      const { text, labels, from, until, before, count } = query
      const place = text !== null || labels.length > 0 ? index.id : sql.ref<number>('a.id')
      const bounds = [
        ...(before === null ? [] : [sql`and ${place} < ${before}`]),
        ...(from === null ? [] : [sql`and ${place} >= ${placeFrom(from)}`]),
        ...(until === null ? [] : [sql`and ${place} < ${placeFrom(until)}`]),
      ]
      const found =
        text !== null || labels.length > 0
          ? sql`archive_words cross join archive_stories a ${joined}
              and a.id = ${place} and ${index.matches(text, labels)}`
          : sql`archive_stories a ${joined}`
      return rowsOf(sql<EntryRow>`
        select ${columns} from ${found} ${sql.join(bounds, sql` `)} ${shown(now, query.withWithdrawn)}
        order by ${place} desc limit ${count}`)
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
          ${shown(now, false)} order by a.id desc limit ${mostInSitemap}`.execute(db)
      return rows.map(({ slug }) => slug)
    },

    /** The stories of these ids that are in the archive, in no order, withdrawn ones with them. */
    async byStoryIds(storyIds: readonly number[], now: Temporal.Instant): Promise<ArchiveEntry[]> {
      if (storyIds.length === 0) return []
      return rowsOf(sql<EntryRow>`
        select ${columns} from archive_stories a ${joined}
          and a.story_id in (${sql.join(storyIds)}) ${shown(now, true)}`)
    },
  }
}
