import type { Kysely } from 'kysely'
import type { MissingPictures, WantedPicture } from '../../../core/entities/stories/pictures.ts'
import type { Picture, PictureLink } from '../../../core/entities/story.ts'
import type { Reason } from '../../../core/said/said.ts'
import { reasonText, toReason } from '../../reason-column.ts'
import { fromJson, toMs } from '../../columns.ts'
import type { IncomingStory } from '../../../core/entities/stories/incoming-story.ts'
import type { Tables } from '../../tables/tables.ts'

export type StoryPicturesStore = ReturnType<typeof storyPicturesStore>

/** Pictures that stories still need: their links, and when each is fetched next. */
export function storyPicturesStore(db: Kysely<Tables>) {
  return {
    /** Due ones of stories first seen after an instant, newest first; among those seen at once, the most prominent first. */
    async due(now: Temporal.Instant, seenAfter: Temporal.Instant): Promise<WantedPicture[]> {
      const rows = await db
        .selectFrom('stories')
        .innerJoin('sources', 'sources.id', 'stories.source_id')
        .select(['stories.id', 'stories.source_id', 'stories.picture_link', 'stories.picture_tries'])
        .where('stories.picture_next_at', '<=', toMs(now))
        .where('stories.first_seen_at', '>', toMs(seenAfter))
        .where('sources.pictures', '!=', 'none')
        // Stories that editors add belong to a source that is never read.
        .where((eb) =>
          eb.or([eb('sources.status', 'not in', ['off', 'retired']), eb('sources.kind', '=', 'added')]),
        )
        .orderBy('stories.first_seen_at', 'desc')
        .orderBy('stories.position')
        .orderBy('stories.id')
        .execute()
      return rows.flatMap(({ id, source_id, picture_link, picture_tries }) =>
        picture_link === null
          ? []
          : [
              {
                storyId: id,
                sourceId: source_id,
                link: fromJson<PictureLink>(picture_link),
                tries: picture_tries,
              },
            ],
      )
    },

    /** Claims a picture that is due until an instant; false if another process has claimed or fetched it. */
    async take(
      { storyId, tries }: WantedPicture,
      now: Temporal.Instant,
      until: Temporal.Instant,
    ): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('stories')
        .set({ picture_next_at: toMs(until) })
        .where('id', '=', storyId)
        .where('picture', 'is', null)
        .where('picture_tries', '=', tries)
        .where('picture_next_at', '<=', toMs(now))
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Makes a claimed picture due again that was not fetched completely. */
    async giveBack({ storyId, tries }: WantedPicture, now: Temporal.Instant): Promise<void> {
      await db
        .updateTable('stories')
        .set({ picture_next_at: toMs(now) })
        .where('id', '=', storyId)
        .where('picture', 'is', null)
        .where('picture_tries', '=', tries)
        .execute()
    },

    /** Sets a story's picture, if it has none. */
    async keep(storyId: number, picture: Picture): Promise<void> {
      await db
        .updateTable('stories')
        .set({ picture: JSON.stringify(picture), picture_next_at: null, picture_fault: null })
        .where('id', '=', storyId)
        .where('picture', 'is', null)
        .execute()
    },

    /** Records that a picture could not be fetched; with a `next` of null it is given up. */
    async failed(
      storyId: number,
      tries: number,
      fault: Reason,
      next: Temporal.Instant | null,
    ): Promise<void> {
      await db
        .updateTable('stories')
        .set({
          picture_tries: tries,
          picture_fault: reasonText(fault),
          picture_next_at: next === null ? null : toMs(next),
        })
        .where('id', '=', storyId)
        .where('picture', 'is', null)
        .execute()
    },

    /** By source, pictures of stories first seen after an instant that could not be fetched. */
    async missing(seenAfter: Temporal.Instant): Promise<MissingPictures[]> {
      const rows = await db
        .selectFrom('stories')
        .select(['source_id', 'picture_fault'])
        .where('first_seen_at', '>', toMs(seenAfter))
        .where('picture', 'is', null)
        .where('picture_fault', 'is not', null)
        .orderBy('id')
        .execute()
      return [...Map.groupBy(rows, (row) => row.source_id)].map(([sourceId, some]) => ({
        sourceId,
        count: some.length,
        fault: toReason(some.at(-1)?.picture_fault ?? ''),
      }))
    },
  }
}

/** The link of a story's picture, and when to fetch it. */
export const wanted = ({ item, picture }: IncomingStory, at: Temporal.Instant) => ({
  picture_link: item.image === null ? null : JSON.stringify(item.image),
  picture_tries: 0,
  picture_next_at: item.image === null || picture !== null ? null : toMs(at),
  picture_fault: null,
})

/** Schedules the fetch of another picture if the source of a story without one now names another link. */
export async function wantPicture(
  db: Kysely<Tables>,
  sourceId: number,
  incoming: IncomingStory,
  at: Temporal.Instant,
): Promise<void> {
  const next = wanted(incoming, at)
  await db
    .updateTable('stories')
    .set(next)
    .where('source_id', '=', sourceId)
    .where('guid', '=', incoming.item.id)
    .where('picture', 'is', null)
    .where('picture_link', 'is distinct from', next.picture_link)
    .execute()
}
