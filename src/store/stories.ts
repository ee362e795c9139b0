import type { Kysely, Selectable, SelectQueryBuilder } from 'kysely'
import { setImmediate as turn } from 'node:timers/promises'
import type { DateFrom, Picture, SourceItem, Story } from '../core/story.ts'
import { fromJson, orInstant, orMs, toInstant, toMs } from './columns.ts'
import { keepBefore } from './story-changes.ts'
import { wanted, wantPicture } from './story-pictures.ts'
import type { StoriesTable, Tables } from './tables.ts'

/** An item on its way in: read, its link made canonical; a picture that is linked to has it already. */
export interface IncomingStory {
  item: SourceItem
  canonicalLink: string | null
  section: 'news' | 'analysis'
  language: string
  picture: Picture | null
  slug: string | null
}

/** Stories read at once, with their bodies. */
const atOnce = 500

/** Sources seldom list more than some hundred items; what is older and listed still is only read anew. */
const mostFingerprints = 2_000

/** An item of a reading, with its canonical link. */
export type Arriving = Pick<IncomingStory, 'item' | 'canonicalLink'>

export type StoriesStore = ReturnType<typeof storiesStore>
type StoryRow = Selectable<StoriesTable> & { source_name: string; source_weight: number }

function story(row: StoryRow): Story {
  return {
    id: row.id,
    sourceId: row.source_id,
    sourceName: row.source_name,
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

function content({ item, canonicalLink, section, language, picture }: IncomingStory) {
  return {
    link: item.link,
    canonical_link: canonicalLink,
    headline: item.headline,
    byline: item.byline,
    summary: item.summary,
    html: item.html,
    section,
    language,
    published_at: orMs(item.date),
    date_from: item.dateFrom,
    picture: picture === null ? null : JSON.stringify(picture),
    declared_topics: JSON.stringify(item.topics),
    declared_countries: JSON.stringify(item.countries),
    categories: JSON.stringify(item.categories),
    fingerprint: item.fingerprint,
  }
}

/** Collected stories. A story is one (source, guid); a later reading updates its content, never its first sight. */
export function storiesStore(db: Kysely<Tables>) {
  const selected = (): SelectQueryBuilder<Tables, 'stories' | 'sources', StoryRow> =>
    db
      .selectFrom('stories')
      .innerJoin('sources', 'sources.id', 'stories.source_id')
      .selectAll('stories')
      .select(['sources.name as source_name', 'sources.weight as source_weight'])
  const ofSource = (sourceId: number) =>
    db.selectFrom('stories').select('guid').where('source_id', '=', sourceId)

  return {
    /** Fingerprints of a source's stories, the newest of them. */
    async fingerprints(sourceId: number): Promise<Set<string>> {
      const rows = await db
        .selectFrom('stories')
        .select('fingerprint')
        .where('source_id', '=', sourceId)
        .where('fingerprint', 'is not', null)
        .orderBy('id', 'desc')
        .limit(mostFingerprints)
        .execute()
      return new Set(rows.flatMap((row) => row.fingerprint ?? []))
    },

    /**
     * Of these items of a source, those already known, by id: the guid under which each is known, which differs where
     * its source has given it another id with the same link, headline and date of publication.
     */
    async known(sourceId: number, items: Arriving[]): Promise<Map<string, string>> {
      const found = new Map<string, string>()
      for (let start = 0; start < items.length; start += 500) {
        const guids = items.slice(start, start + 500).map(({ item }) => item.id)
        const rows = await ofSource(sourceId).where('guid', 'in', guids).execute()
        for (const row of rows) found.set(row.guid, row.guid)
      }
      for (const { item, canonicalLink } of items) {
        if (found.has(item.id) || canonicalLink === null || item.date === null) continue
        const row = await ofSource(sourceId)
          .where('canonical_link', '=', canonicalLink)
          .where('headline', '=', item.headline)
          .where('published_at', '=', toMs(item.date))
          .orderBy('id')
          .executeTakeFirst()
        if (row) found.set(item.id, row.guid)
      }
      return found
    },

    /** Takes one story in; says whether it was new, or changed, or as before. A picture it has is never taken away. */
    async admit(
      sourceId: number,
      incoming: IncomingStory,
      at: Temporal.Instant,
    ): Promise<'new' | 'changed' | 'same'> {
      const next = content(incoming)
      const inserted = await db
        .insertInto('stories')
        .values({
          source_id: sourceId,
          guid: incoming.item.id,
          ...next,
          first_seen_at: toMs(at),
          position: incoming.item.position,
          slug: incoming.slug,
          ...wanted(incoming, at),
          listed_at: toMs(at),
        })
        .onConflict((c) => c.columns(['source_id', 'guid']).doNothing())
        .executeTakeFirst()
      if (inserted.numInsertedOrUpdatedRows === 1n) return 'new'
      const { picture, fingerprint, ...others } = next
      const update = picture === null ? others : { ...others, picture }
      const columns = Object.keys(update) as (keyof typeof update)[]
      await keepBefore(db, sourceId, incoming.item.id, next, at)
      await wantPicture(db, sourceId, incoming, at)
      const changed = await db
        .updateTable('stories')
        .set({ ...update, fingerprint, changed_at: toMs(at) })
        .where('source_id', '=', sourceId)
        .where('guid', '=', incoming.item.id)
        .where((eb) => eb.or(columns.map((column) => eb(column, 'is distinct from', update[column]))))
        .executeTakeFirst()
      if (changed.numUpdatedRows === 1n) return 'changed'
      await db
        .updateTable('stories')
        .set({ fingerprint })
        .where('source_id', '=', sourceId)
        .where('guid', '=', incoming.item.id)
        .where('fingerprint', 'is distinct from', fingerprint)
        .execute()
      return 'same'
    },

    /** Takes down that a source lists these items of its own, once a day at most. */
    async listed(sourceId: number, ids: string[], at: Temporal.Instant): Promise<void> {
      for (let start = 0; start < ids.length; start += 500)
        await db
          .updateTable('stories')
          .set({ listed_at: toMs(at) })
          .where('source_id', '=', sourceId)
          .where('guid', 'in', ids.slice(start, start + 500))
          .where((eb) =>
            eb.or([eb('listed_at', 'is', null), eb('listed_at', '<', toMs(at.subtract({ hours: 24 })))]),
          )
          .execute()
    },

    /** How many stories of a source were first seen after an instant. */
    async countSince(sourceId: number, after: Temporal.Instant): Promise<number> {
      const row = await db
        .selectFrom('stories')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('source_id', '=', sourceId)
        .where('first_seen_at', '>', toMs(after))
        .executeTakeFirstOrThrow()
      return row.count
    },

    /** First seen after `opensAt`, up to and with `frozenAt`; read a part at a time, so that other work goes on. */
    async inWindow(opensAt: Temporal.Instant, frozenAt: Temporal.Instant): Promise<Story[]> {
      const found: Story[] = []
      for (let last = 0, more = true; more;) {
        const rows = await selected()
          .where('first_seen_at', '>', toMs(opensAt))
          .where('first_seen_at', '<=', toMs(frozenAt))
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

    /** Another whenever a story has come into a window. */
    async stateOfWindow(opensAt: Temporal.Instant, frozenAt: Temporal.Instant): Promise<string> {
      const row = await db
        .selectFrom('stories')
        .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('id').as('last')])
        .where('first_seen_at', '>', toMs(opensAt))
        .where('first_seen_at', '<=', toMs(frozenAt))
        .executeTakeFirstOrThrow()
      return `${row.count}:${row.last ?? ''}`
    },

    async byIds(ids: number[]): Promise<Story[]> {
      if (ids.length === 0) return []
      return (await selected().where('stories.id', 'in', ids).orderBy('stories.id').execute()).map(story)
    },

    /** The analyses first seen up to an instant, newest first. */
    async latestAnalyses(until: Temporal.Instant, language: string, count: number): Promise<Story[]> {
      const rows = await selected()
        .where('stories.section', '=', 'analysis')
        .where('stories.language', '=', language)
        .where('first_seen_at', '<=', toMs(until))
        .orderBy((eb) => eb.fn.coalesce('published_at', 'first_seen_at'), 'desc')
        .orderBy('stories.id')
        .limit(count)
        .execute()
      return rows.map(story)
    },

    /** The newest stories whose headlines hold these words, as they are written but for case. */
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

    async bySlug(slug: string): Promise<Story | null> {
      const row = await selected().where('slug', '=', slug).executeTakeFirst()
      return row ? story(row) : null
    },
  }
}
