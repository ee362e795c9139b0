import { sql, type Kysely } from 'kysely'
import { actorText, type ActorIdentity } from '../../../core/entities/actor.ts'
import { toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type ExclusionsStore = ReturnType<typeof exclusionsStore>

const asked = 500

/** Withdrawn stories, and stories removed from the unsent rest of editions. */
export function exclusionsStore(db: Kysely<Tables>) {
  return {
    /** Marks a story as withdrawn; false if it is already, or does not exist. */
    async withdraw(storyId: number, at: Temporal.Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('stories')
        .set({ withdrawn_at: toMs(at) })
        .where('id', '=', storyId)
        .where('withdrawn_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Which of these stories were withdrawn. */
    async withdrawn(storyIds: readonly number[]): Promise<Set<number>> {
      const found = new Set<number>()
      for (let start = 0; start < storyIds.length; start += asked) {
        const rows = await db
          .selectFrom('stories')
          .select('id')
          .where('id', 'in', storyIds.slice(start, start + asked))
          .where('withdrawn_at', 'is not', null)
          .execute()
        for (const { id } of rows) found.add(id)
      }
      return found
    },

    /**
     * Removes a story from the unsent rest of an edition, in a transaction with the ledger's lock; from then on no e-mail with it is marked
     * as in flight. False if it was removed before.
     */
    async add(
      editionId: number,
      storyId: number,
      { at, actor, reason }: { at: Temporal.Instant; actor: ActorIdentity; reason: string },
    ): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('exclusions')
        .values({ edition_id: editionId, story_id: storyId, at: toMs(at), actor: actorText(actor), reason })
        .onConflict((c) => c.columns(['edition_id', 'story_id']).doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows !== 1n) return false
      await db
        .updateTable('editions')
        .set((eb) => ({ exclusions: eb('exclusions', '+', 1) }))
        .where('id', '=', editionId)
        .execute()
      return true
    },

    /** Stories removed from the unsent rest of an edition. */
    async of(editionId: number): Promise<Set<number>> {
      const rows = await db
        .selectFrom('exclusions')
        .select('story_id')
        .where('edition_id', '=', editionId)
        .execute()
      return new Set(rows.map((row) => row.story_id))
    },

    /** Ids of the editions that carried or show a story, or an update of it, and of unsent ones of digests that carried it. */
    async editionsWith(storyId: number): Promise<number[]> {
      const { rows } = await sql<{ id: number }>`
        select e.id from editions e
        where exists (select 1 from edition_items i where i.edition_id = e.id and i.story_id = ${storyId} and i.place is not null)
          or exists (select 1 from web_pieces w where w.edition_id = e.id and w.story_id = ${storyId})
          or exists (select 1 from edition_items i join outcomes o on o.story_id = i.story_id
            where i.edition_id = e.id and i.place is not null and o.duplicate_of = ${storyId})
          or (e.status in ('draft', 'approved', 'sending') and exists (
            select 1 from edition_items i join editions c on c.id = i.edition_id
            where i.story_id = ${storyId} and i.place is not null and c.digest_id = e.digest_id))
        order by e.id`.execute(db)
      return rows.map(({ id }) => id)
    },

    /** Unsent editions that carry a story, with their digests. */
    async openWith(storyId: number): Promise<{ id: number; digestId: number }[]> {
      return db
        .selectFrom('edition_items')
        .innerJoin('editions', 'editions.id', 'edition_items.edition_id')
        .select(['editions.id', 'editions.digest_id as digestId'])
        .where('edition_items.story_id', '=', storyId)
        .where('edition_items.place', 'is not', null)
        .where('editions.status', 'in', ['draft', 'approved', 'sending'])
        .orderBy('editions.id')
        .execute()
    },
  }
}
