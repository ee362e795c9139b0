import { sql, type Kysely, type Selectable, type SelectQueryBuilder } from 'kysely'
import { setImmediate as turn } from 'node:timers/promises'
import type { StoryPlace } from '../../../core/entities/stories/story-place.ts'
import type { DateFrom, Picture, Story } from '../../../core/entities/story.ts'
import { fromJson, orInstant, toInstant, toMs } from '../../columns.ts'
import { arrivingStories } from './arriving-stories.ts'
import type { StoriesTable } from '../../tables/stories.ts'
import type { Tables } from '../../tables/tables.ts'

/** Stories read per query, with their bodies. */
const atOnce = 500

export type StoriesStore = ReturnType<typeof storiesStore>
type StoryRow = Selectable<StoriesTable> & { source_name: string; source_weight: number }

function story(row: StoryRow): Story {
  return {
    id: row.id,
    sourceId: row.source_id,
    sourceName: row.attribution ?? row.source_name,
    sourceWeight: row.source_weight,
    guid: row.guid,
    link: row.link,
    canonicalLink: row.canonical_link,
    headline: row.headline,
    byline: row.byline,
    summary: row.summary,
    html: row.html,
    section: row.section === 'analysis' ? 'analysis' : 'news',
    language: row.language,
    publishedAt: orInstant(row.published_at),
    dateFrom: row.date_from as DateFrom,
    firstSeenAt: toInstant(row.first_seen_at),
    position: row.position,
    picture: row.picture === null ? null : fromJson<Picture>(row.picture),
    declaredTopics: fromJson<string[]>(row.declared_topics),
    declaredCountries: fromJson<string[]>(row.declared_countries),
    categories: fromJson<string[]>(row.categories),
    slug: row.slug,
  }
}

/** Criteria for stories; null ones are not applied. */
export interface StoriesWanted {
  source: number | null
  from: Temporal.Instant | null
  until: Temporal.Instant | null
  before: StoryPlace | null
  count: number
}

/** Collected stories. A story is one (source, guid); a later fetch updates its content, never the time it was first seen. */
export function storiesStore(db: Kysely<Tables>) {
  const selected = (): SelectQueryBuilder<Tables, 'stories' | 'sources', StoryRow> =>
    db
      .selectFrom('stories')
      .innerJoin('sources', 'sources.id', 'stories.source_id')
      .selectAll('stories')
      .select(['sources.name as source_name', 'sources.weight as source_weight'])
  return {
    ...arrivingStories(db),

    /** First seen after `opensAt`, up to and including `frozenAt`; read in batches, so that other work can run. */
    async inWindow(opensAt: Temporal.Instant, frozenAt: Temporal.Instant): Promise<Story[]> {
      const found: Story[] = []
      for (let last = 0, more = true; more;) {
        const rows = await selected()
          .where('first_seen_at', '>', toMs(opensAt))
          .where('first_seen_at', '<=', toMs(frozenAt))
          .where('withdrawn_at', 'is', null)
          .where('stories.id', '>', last)
          .orderBy('stories.id')
          .limit(atOnce)
          .execute()
        for (const row of rows) found.push(story(row))
        last = rows.at(-1)?.id ?? last
        more = rows.length === atOnce
        if (more) await turn()
      }
      return found
    },

    /** Changes whenever a story has come into a window, or was withdrawn from it. */
    async stateOfWindow(opensAt: Temporal.Instant, frozenAt: Temporal.Instant): Promise<string> {
      const row = await db
        .selectFrom('stories')
        .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('id').as('last')])
        .where('first_seen_at', '>', toMs(opensAt))
        .where('first_seen_at', '<=', toMs(frozenAt))
        .where('withdrawn_at', 'is', null)
        .executeTakeFirstOrThrow()
      return `${row.count}:${row.last ?? ''}`
    },

    /** Which of these stories are still under embargo at an instant, and until when. */
    async embargoedAt(ids: number[], at: Temporal.Instant): Promise<Map<number, Temporal.Instant>> {
      if (ids.length === 0) return new Map()
      const rows = await db
        .selectFrom('stories')
        .select(['id', 'embargo_until'])
        .where('id', 'in', ids)
        .where('embargo_until', '>', toMs(at))
        .$narrowType<{ embargo_until: number }>()
        .execute()
      return new Map(rows.map(({ id, embargo_until }) => [id, toInstant(embargo_until)]))
    },

    /** First seen before a place among all, newest first: optionally of one source and of a time. */
    async before({ source, from, until, before, count }: StoriesWanted): Promise<Story[]> {
      let query = selected().orderBy('first_seen_at', 'desc').orderBy('stories.id', 'desc').limit(count)
      if (source !== null) query = query.where('source_id', '=', source)
      if (from) query = query.where('first_seen_at', '>=', toMs(from))
      if (until) query = query.where('first_seen_at', '<', toMs(until))
      if (before) {
        const { id } = before
        const at = toMs(before.at)
        query = query.where((eb) =>
          eb.or([
            eb('first_seen_at', '<', at),
            eb.and([eb('first_seen_at', '=', at), eb('stories.id', '<', id)]),
          ]),
        )
      }
      return (await query.execute()).map(story)
    },

    /** The id of the newest story; 0 if there is none. */
    async newest(): Promise<number> {
      const row = await db
        .selectFrom('stories')
        .select((eb) => eb.fn.max('id').as('id'))
        .executeTakeFirst()
      return row?.id ?? 0
    },

    /** How many were collected after one. */
    async countAfter(id: number): Promise<number> {
      const { count } = await db
        .selectFrom('stories')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('id', '>', id)
        .where('withdrawn_at', 'is', null)
        .executeTakeFirstOrThrow()
      return count
    },

    async byIds(ids: number[]): Promise<Story[]> {
      if (ids.length === 0) return []
      return (await selected().where('stories.id', 'in', ids).orderBy('stories.id').execute()).map(story)
    },

    /** The first story with a canonical link; null if there is none. */
    async byLink(canonicalLink: string): Promise<Story | null> {
      const row = await selected()
        .where('canonical_link', '=', canonicalLink)
        .orderBy('stories.id')
        .limit(1)
        .executeTakeFirst()
      return row ? story(row) : null
    },

    /** The analyses first seen up to an instant, newest first. */
    async latestAnalyses(until: Temporal.Instant, language: string, count: number): Promise<Story[]> {
      const rows = await selected()
        .where('stories.section', '=', 'analysis')
        .where('stories.language', '=', language)
        .where('first_seen_at', '<=', toMs(until))
        .where('withdrawn_at', 'is', null)
        // A future date counts as first seen, as in `storyTime`.
        .orderBy(
          (eb) =>
            eb
              .case()
              .when('published_at', '<', eb.ref('first_seen_at'))
              .then(eb.ref('published_at'))
              .else(eb.ref('first_seen_at'))
              .end(),
          'desc',
        )
        .orderBy('stories.id')
        .limit(count)
        .execute()
      return rows.map(story)
    },

    /** The newest stories whose headlines contain these words, ignoring case. */
    async byHeadline(words: string, count: number): Promise<Story[]> {
      const rows = await selected()
        .where((eb) =>
          eb(
            eb.fn<string>('lower', ['headline']),
            'like',
            `%${words.toLowerCase().replaceAll(/[%_]/g, '')}%`,
          ),
        )
        .orderBy('stories.id', 'desc')
        .limit(count)
        .execute()
      return rows.map(story)
    },

    /** A story of our own by the name of its page, if it is neither withdrawn nor under embargo at an instant. */
    async bySlug(slug: string, at: Temporal.Instant): Promise<Story | null> {
      const row = await selected()
        .where('slug', '=', slug)
        .where('withdrawn_at', 'is', null)
        .where((eb) => eb.or([eb('embargo_until', 'is', null), eb('embargo_until', '<=', toMs(at))]))
        .executeTakeFirst()
      return row ? story(row) : null
    },

    /** Whether readers may know the page with this name: an edition that carries its story has begun to be sent, or the archive has it. */
    async isPageKnown(slug: string): Promise<boolean> {
      const { rows } = await sql<{ id: number }>`
        select s.id from stories s where s.slug = ${slug} and (
          exists (select 1 from archive_stories a where a.story_id = s.id)
          or exists (select 1 from edition_items i join editions e on e.id = i.edition_id
            where i.story_id = s.id and i.place is not null and e.started_at is not null))`.execute(db)
      return rows.length > 0
    },

    /** When the story of our own with this page was withdrawn; null if it was not. */
    async withdrawalBySlug(slug: string): Promise<Temporal.Instant | null> {
      const row = await db
        .selectFrom('stories')
        .select('withdrawn_at')
        .where('slug', '=', slug)
        .executeTakeFirst()
      return orInstant(row?.withdrawn_at ?? null)
    },
  }
}
