import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { ArchiveEntry, ArchiveQuery, Label } from '../../core/entities/archive/archive.ts'
import { toInstant, toMs, type Backend } from '../columns.ts'
import { entry, type EntryRow } from '../repositories/archive/archive-rows.ts'
import { wordIndex } from '../repositories/archive/word-index.ts'
import type { Tables } from '../tables/tables.ts'

/** A sitemap can have 50,000 URLs (sitemaps.org). */
const mostInSitemap = 45_000

export type ArchivedStoriesStore = ReturnType<typeof archivedStoriesStore>

/** Stories of the archive, as the public may see them at an instant: without those under embargo. */
export function archivedStoriesStore(db: Kysely<Tables>, backend: Backend) {
  const index = wordIndex(db, backend)
  const columns = sql`a.id, a.carried_at, a.body, d.key, e.date, e.number, s.withdrawn_at`
  // In this order: places come newest first, and everything else is looked up by key.
  const joined = sql`cross join stories s cross join editions e cross join digests d
    where s.id = a.story_id and e.id = a.edition_id and d.id = e.digest_id`

  /** Places of the few hidden stories: under embargo and, unless wanted, withdrawn. */
  const hidden = (now: Temporal.Instant, withWithdrawn: boolean) => sql`
    (select h.id from stories x join archive_stories h on h.story_id = x.id
      where (x.withdrawn_at is not null or x.embargo_until is not null)
        and (x.embargo_until > ${toMs(now)} ${withWithdrawn ? sql`` : sql`or x.withdrawn_at is not null`}))`

  const rowsOf = async (query: RawBuilder<EntryRow>): Promise<ArchiveEntry[]> =>
    (await query.execute(db)).rows.map(entry)

  /** The lowest place carried from an instant on: places are in chronological order. */
  const placeFrom = (at: Temporal.Instant) =>
    sql`(select coalesce(min(id), 9007199254740991) from archive_stories
      where carried_at = (select min(carried_at) from archive_stories where carried_at >= ${toMs(at)}))`

  const hasShown = async (label: string, now: Temporal.Instant, withWithdrawn: boolean): Promise<boolean> => {
    const { rows } = await sql<{ id: number }>`
      select ${index.id} as id from archive_words
      where ${index.matches(null, [label])} and ${index.id} not in ${hidden(now, withWithdrawn)} limit 1`.execute(
      db,
    )
    return rows.length > 0
  }

  return {
    /** Matching stories, newest first. Places are found by one index only, and only the stories shown are read. */
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

    /**
     * The labels of visible stories, of a kind such as `country`, by name. The newest story of each label is stored; the others are read
     * only if that one is hidden.
     */
    async labels(kind: string, now: Temporal.Instant, withWithdrawn: boolean): Promise<Label[]> {
      const { rows } = await sql<Label & { shown: number }>`
        select l.label, l.name, case when exists (select 1 from archive_stories a where a.id = l.newest_id
            and a.id not in ${hidden(now, withWithdrawn)}) then 1 else 0 end as shown
        from archive_labels l where l.label >= ${`${kind}:`} and l.label < ${`${kind};`}`.execute(db)
      const found: Label[] = []
      for (const { label, name, shown } of rows)
        if (shown === 1 || (await hasShown(label, now, withWithdrawn))) found.push({ label, name })
      return found.toSorted((one, other) => one.name.localeCompare(other.name))
    },

    /** The pages of our own stories that were carried between two instants, with the time of their last change. */
    async ownPages(
      from: Temporal.Instant,
      until: Temporal.Instant,
      now: Temporal.Instant,
    ): Promise<{ slug: string; changedAt: Temporal.Instant }[]> {
      const { rows } = await sql<{ slug: string; at: number }>`
        select s.slug, case when s.changed_at > a.carried_at then s.changed_at else a.carried_at end as at
        from archive_stories a join stories s on s.id = a.story_id
        where a.carried_at >= ${toMs(from)} and a.carried_at < ${toMs(until)} and s.slug is not null
          and a.id not in ${hidden(now, false)} order by a.id desc limit ${mostInSitemap}`.execute(db)
      return rows.map(({ slug, at }) => ({ slug, changedAt: toInstant(at) }))
    },

    /** The archived stories with these ids, unordered, including withdrawn ones. */
    async byStoryIds(storyIds: readonly number[], now: Temporal.Instant): Promise<ArchiveEntry[]> {
      if (storyIds.length === 0) return []
      return rowsOf(sql<EntryRow>`
        select ${columns} from archive_stories a ${joined}
          and a.story_id in (${sql.join(storyIds)}) and a.id not in ${hidden(now, true)}`)
    },
  }
}
