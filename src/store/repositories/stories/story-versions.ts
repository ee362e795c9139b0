import type { Kysely } from 'kysely'
import type { StoryVersion, StoryText } from '../../../core/entities/story.ts'
import { toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type StoryVersionsStore = ReturnType<typeof storyVersionsStore>

/** What carried stories said before their sources changed them. */
export function storyVersionsStore(db: Kysely<Tables>) {
  return {
    /** What each story said before its first change between two instants, the second included. */
    async firstBefore(after: Temporal.Instant, until: Temporal.Instant): Promise<Map<number, StoryText>> {
      const rows = await db
        .selectFrom('story_versions')
        .select(['story_id', 'headline', 'summary', 'html'])
        .where('at', '>', toMs(after))
        .where('at', '<=', toMs(until))
        .orderBy('id', 'desc')
        .execute()
      return new Map(rows.map(({ story_id, ...text }) => [story_id, text]))
    },

    /** Every change of a story since it was carried, oldest first. */
    async of(storyId: number): Promise<StoryVersion[]> {
      const rows = await db
        .selectFrom('story_versions')
        .selectAll()
        .where('story_id', '=', storyId)
        .orderBy('id')
        .execute()
      return rows.map(({ at, changed, headline, summary, html }) => {
        return { at: toInstant(at), changed: changed.split(' '), headline, summary, html }
      })
    },
  }
}

/** Keeps the current version of a story, if an edition carried it and `next` differs. */
export async function keepBefore(
  db: Kysely<Tables>,
  sourceId: number,
  guid: string,
  next: StoryText,
  at: Temporal.Instant,
): Promise<void> {
  const was = await db
    .selectFrom('stories')
    .select(['id', 'headline', 'summary', 'html'])
    .where('source_id', '=', sourceId)
    .where('guid', '=', guid)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('edition_items')
          .select('story_id')
          .whereRef('edition_items.story_id', '=', 'stories.id'),
      ),
    )
    .executeTakeFirst()
  if (!was) return
  const parts = { headline: 'headline', summary: 'summary', html: 'body' } as const
  const changed = (['headline', 'summary', 'html'] as const).filter((part) => was[part] !== next[part])
  if (changed.length === 0) return
  const { id, ...text } = was
  await db
    .insertInto('story_versions')
    .values({ story_id: id, at: toMs(at), changed: changed.map((part) => parts[part]).join(' '), ...text })
    .execute()
}
