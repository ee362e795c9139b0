import { sql, type Insertable, type Kysely } from 'kysely'
import type {
  ArchivedContents,
  ArchivedStory,
  StoryToArchive,
} from '../../../core/entities/archive/archive.ts'
import { fromJson, toMs, type Backend } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { isPublic } from '../editions/editions.ts'
import { fromBody, toBody } from './archive-rows.ts'
import { wordIndex } from './word-index.ts'

export type ArchiveStore = ReturnType<typeof archiveStore>

/** The contents of the archive: editions that have begun to be sent, with their stories. */
export function archiveStore(db: Kysely<Tables>, backend: Backend) {
  const index = wordIndex(db, backend)

  const placesOf = async (storyIds: readonly number[]): Promise<Map<number, number>> => {
    if (storyIds.length === 0) return new Map()
    const rows = await db
      .selectFrom('archive_stories')
      .select(['id', 'story_id'])
      .where('story_id', 'in', storyIds)
      .execute()
    return new Map(rows.map(({ id, story_id }) => [story_id, id]))
  }

  const putLabels = async (labels: ReadonlyMap<string, { name: string; id: number }>): Promise<void> => {
    const rows = [...labels].map(([label, { name, id }]) => ({ label, name, newest_id: id }))
    if (rows.length === 0) return
    await db
      .insertInto('archive_labels')
      .values(rows)
      .onConflict((c) =>
        c
          .column('label')
          .doUpdateSet((eb) => ({ name: eb.ref('excluded.name'), newest_id: eb.ref('excluded.newest_id') }))
          .whereRef('archive_labels.newest_id', '<', 'excluded.newest_id'),
      )
      .execute()
  }

  return {
    /** Editions that have begun to be sent and whose approved revision is not in the archive; in the order in which they began. */
    async waiting(count: number): Promise<number[]> {
      const rows = await db
        .selectFrom('editions')
        .select('editions.id')
        .where(isPublic)
        .where('approved_revision', 'is not', null)
        .where(({ exists, selectFrom }) =>
          exists(selectFrom('web_pieces').select('position').whereRef('edition_id', '=', 'editions.id')),
        )
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('archive_editions')
                .select('edition_id')
                .whereRef('edition_id', '=', 'editions.id')
                .whereRef('archive_editions.revision', '=', 'editions.approved_revision'),
            ),
          ),
        )
        .orderBy('started_at')
        .orderBy('editions.id')
        .limit(count)
        .execute()
      return rows.map(({ id }) => id)
    },

    /** The archived revision of an edition; null if it is not in the archive. */
    async revisionOf(editionId: number): Promise<number | null> {
      const row = await db
        .selectFrom('archive_editions')
        .select('revision')
        .where('edition_id', '=', editionId)
        .executeTakeFirst()
      return row?.revision ?? null
    },

    /**
     * In a transaction with the lock `archive`: stores an edition's stories, last first, so that the best has the highest place. A story
     * that an earlier edition carried keeps its place, and gets its newest state.
     */
    async put(
      { id, revision }: { id: number; revision: number },
      contents: ArchivedContents,
      stories: readonly StoryToArchive[],
      at: Temporal.Instant,
    ): Promise<void> {
      const newest = await sql<{
        at: number | null
      }>`select max(carried_at) as at from archive_stories`.execute(db)
      const carriedAt = Math.max(toMs(at), newest.rows[0]?.at ?? 0)
      await this.dropAllBut(id, new Set(stories.map(({ story }) => story.storyId)))
      const known = await placesOf(stories.map(({ story }) => story.storyId))
      const filed = new Map<string, { name: string; id: number }>()
      for (const { story, labels, words } of stories.toReversed()) {
        const row = { story_id: story.storyId, edition_id: id, carried_at: carriedAt, body: toBody(story) }
        const place = await this.putStory(known.get(story.storyId) ?? null, row)
        const names = labels.map(({ label }) => label)
        await index.put(place, names, words)
        for (const { label, name } of labels)
          if (place > (filed.get(label)?.id ?? 0)) filed.set(label, { name, id: place })
      }
      await putLabels(filed)
      const edition = { revision, at: toMs(at), body: JSON.stringify(contents) }
      await db
        .insertInto('archive_editions')
        .values({ edition_id: id, ...edition })
        .onConflict((c) => c.column('edition_id').doUpdateSet(edition))
        .execute()
    },

    /** Stores a story, new or in its existing place; returns the place. */
    async putStory(known: number | null, row: Insertable<Tables['archive_stories']>): Promise<number> {
      if (known === null) {
        const made = await db
          .insertInto('archive_stories')
          .values(row)
          .returning('id')
          .executeTakeFirstOrThrow()
        return made.id
      }
      await index.remove([known])
      await db.updateTable('archive_stories').set({ body: row.body }).where('id', '=', known).execute()
      return known
    },

    /** Deletes stories that an earlier revision of an edition added and this one does not carry. */
    async dropAllBut(editionId: number, kept: ReadonlySet<number>): Promise<void> {
      const rows = await db
        .selectFrom('archive_stories')
        .select(['id', 'story_id'])
        .where('edition_id', '=', editionId)
        .execute()
      const gone = rows.filter(({ story_id }) => !kept.has(story_id)).map(({ id }) => id)
      if (gone.length === 0) return
      await index.remove(gone)
      await db.deleteFrom('archive_stories').where('id', 'in', gone).execute()
    },

    /** Adds the words of a story that is in the archive and not in the index. */
    putWords: index.put,

    /** Stories of the archive after a place, in the order of their places. */
    async storiesAfter(place: number, count: number): Promise<{ place: number; story: ArchivedStory }[]> {
      const rows = await db
        .selectFrom('archive_stories')
        .select(['id', 'body'])
        .where('id', '>', place)
        .orderBy('id')
        .limit(count)
        .execute()
      return rows.map(({ id, body }) => ({ place: id, story: fromBody(body) }))
    },

    /** The contents of an edition; null if it is not in the archive. */
    async contents(editionId: number): Promise<ArchivedContents | null> {
      const row = await db
        .selectFrom('archive_editions')
        .select('body')
        .where('edition_id', '=', editionId)
        .executeTakeFirst()
      return row ? fromJson<ArchivedContents>(row.body) : null
    },
  }
}
