import type { Kysely } from 'kysely'
import type { Arriving, IncomingStory, StoryUnderId } from '../../../core/entities/stories/incoming-story.ts'
import type { DateFrom } from '../../../core/entities/story.ts'
import { orInstant, orMs, toMs } from '../../columns.ts'
import { keepBefore } from './story-versions.ts'
import { wanted, wantPicture } from './story-pictures.ts'
import type { Tables } from '../../tables/tables.ts'

/** Sources rarely list more than some hundred items; older ones that are still listed are only processed again. */
const mostFingerprints = 2_000

const asked = 500

function content({ item, canonicalLink, section, language, picture, attribution = null }: IncomingStory) {
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
    attribution,
  }
}

/**
 * Admits what sources list as stories: a story is one (source, guid); a later fetch updates its content, never the time it was first seen.
 */
export function arrivingStories(db: Kysely<Tables>) {
  const ofSource = (sourceId: number) =>
    db.selectFrom('stories').select('guid').where('source_id', '=', sourceId)

  return {
    /** Fingerprints of a source's newest stories. */
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
     * Which of these items of a source are already known, by id, with the guid of the story, which differs if the source has given the item
     * another id with the same link, headline and date of publication.
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

    /** The id of a source's story with a guid; null if there is none. */
    async idUnder(sourceId: number, guid: string): Promise<number | null> {
      const row = await db
        .selectFrom('stories')
        .select('id')
        .where('source_id', '=', sourceId)
        .where('guid', '=', guid)
        .executeTakeFirst()
      return row?.id ?? null
    },

    /** The stories of a source with these ids of its own, oldest first. */
    async under(sourceId: number, ids: string[]): Promise<StoryUnderId[]> {
      const found: StoryUnderId[] = []
      for (let start = 0; start < ids.length; start += asked) {
        const rows = await db
          .selectFrom('stories')
          .select([
            'guid',
            'item_id',
            'canonical_link',
            'headline',
            'published_at',
            'date_from',
            'fingerprint',
          ])
          .where('source_id', '=', sourceId)
          .where('item_id', 'in', ids.slice(start, start + asked))
          .orderBy('id')
          .execute()
        for (const row of rows)
          found.push({
            guid: row.guid,
            itemId: row.item_id,
            canonicalLink: row.canonical_link,
            headline: row.headline,
            publishedAt: orInstant(row.published_at),
            dateFrom: row.date_from as DateFrom,
            fingerprint: row.fingerprint,
          })
      }
      return found
    },

    /** True if a source has a story. */
    async anyOf(sourceId: number): Promise<boolean> {
      return (await ofSource(sourceId).limit(1).executeTakeFirst()) !== undefined
    },

    /** Admits one story; returns whether it was new, changed or the same. A picture that it has is never removed. */
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
          item_id: incoming.item.ownId ?? incoming.item.id,
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

    /** Records that a source lists these items of its own, once a day at most. */
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
  }
}
