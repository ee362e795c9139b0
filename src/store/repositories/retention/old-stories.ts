import { type Kysely, sql } from 'kysely'
import type { StoryTerms } from '../../../core/entities/stories/story-terms.ts'
import { toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type OldStoriesStore = ReturnType<typeof oldStoriesStore>

/** Stories that no edition carried and that no source lists any more. */
export function oldStoriesStore(db: Kysely<Tables>) {
  const isOld = ({ newsBefore, analysesBefore, unlistedFor }: StoryTerms) => sql<boolean>`
    (s.first_seen_at < ${toMs(newsBefore)} and s.section = 'news' or s.first_seen_at < ${toMs(analysesBefore)})
    and s.slug is null
    and s.listed_at + ${unlistedFor.total('milliseconds')} < (select f.listed_at from sources f where f.id = s.source_id)
    and not exists (select 1 from edition_items i where i.story_id = s.id)
    and not exists (select 1 from story_versions c where c.story_id = s.id)
    and not exists (select 1 from outcomes o where o.story_id = s.id and (o.gate in ('carried', 'held')
      or exists (select 1 from edition_items l where l.story_id = o.duplicate_of)))
    and not exists (select 1 from outcomes d where d.duplicate_of = s.id and d.story_id <> s.id)`
  return {
    async count(terms: StoryTerms): Promise<number> {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from stories s where ${isOld(terms)}`.execute(db)
      return rows[0]?.count ?? 0
    },

    /** Some of them, after an id, by id. */
    async some(terms: StoryTerms, afterId: number, count: number): Promise<number[]> {
      const { rows } = await sql<{ id: number }>`
        select s.id from stories s where s.id > ${afterId} and ${isOld(terms)}
        order by s.id limit ${count}`.execute(db)
      return rows.map(({ id }) => id)
    },

    /** In a transaction: deletes these, with their outcomes. */
    async delete(ids: number[]): Promise<void> {
      if (ids.length === 0) return
      await db.deleteFrom('outcomes').where('story_id', 'in', ids).execute()
      await db.deleteFrom('stories').where('id', 'in', ids).execute()
    },
  }
}
