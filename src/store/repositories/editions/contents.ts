import { setImmediate as turn } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { firstPlace } from '../../../core/entities/changes/place.ts'
import type { Outcome, StoredBlock, VariantContent } from '../../../core/entities/editions/contents.ts'
import type { Item } from '../../../core/entities/sheet.ts'
import { fromJson, orMs, toInstant, toMs } from '../../columns.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Tables } from '../../tables/tables.ts'
import { reasonText, toReason } from '../../reason-column.ts'

type StoredItem = Omit<Item, 'publishedAt' | 'firstSeenAt' | 'why'> & {
  publishedAt: number | null
  firstSeenAt: number
  /** Absent in items from before it existed. */
  why?: string | null
}
export type ContentsStore = ReturnType<typeof contentsStore>

function toBody(item: Item): string {
  const stored: StoredItem = {
    ...item,
    publishedAt: orMs(item.publishedAt),
    firstSeenAt: toMs(item.firstSeenAt),
  }
  // Stored in a column of its own.
  delete stored.isPinned
  return JSON.stringify(stored)
}

const byPlace = (a: { place: string | null }, b: { place: string | null }): number =>
  (a.place ?? '') < (b.place ?? '') ? -1 : 1

const itemOf = ({ pinned, body }: { pinned: number; body: string }): Item => ({
  ...fromBody(body),
  ...(pinned === 1 && { isPinned: true }),
})

function fromBody(body: string): Item {
  const stored = fromJson<StoredItem>(body)
  return {
    ...stored,
    why: stored.why ?? null,
    publishedAt: stored.publishedAt === null ? null : toInstant(stored.publishedAt),
    firstSeenAt: toInstant(stored.firstSeenAt),
    ...(stored.follows && {
      follows: { ...stored.follows, on: Temporal.PlainDate.from(stored.follows.on) },
    }),
  }
}

/** The contents of an edition: its items, what it left out and why, its rendered blocks. */
export function contentsStore(db: Kysely<Tables>) {
  return {
    /** Sets a draft's items, best first. */
    async putItems(editionId: number, items: Item[]): Promise<void> {
      await db.deleteFrom('edition_items').where('edition_id', '=', editionId).execute()
      for (const [index, item] of items.entries())
        await db
          .insertInto('edition_items')
          .values({
            edition_id: editionId,
            story_id: item.storyId,
            section: item.section,
            place: firstPlace(index),
            score: item.score,
            pinned: item.isPinned ? 1 : 0,
            body: toBody(item),
          })
          .execute()
    },

    /** The editions that carry a story, newest first. */
    async carrying(storyId: number): Promise<number[]> {
      const rows = await db
        .selectFrom('edition_items')
        .select('edition_id')
        .where('story_id', '=', storyId)
        .orderBy('edition_id', 'desc')
        .execute()
      return rows.map((row) => row.edition_id)
    },

    /** Replaces an edition's item of a story that it carries. */
    async putItem(editionId: number, item: Item): Promise<void> {
      await db
        .updateTable('edition_items')
        .set({ body: toBody(item) })
        .where('edition_id', '=', editionId)
        .where('story_id', '=', item.storyId)
        .execute()
    },

    /** An edition's item of a story that it carries, or carried before it was left out; null if there is none. */
    async item(editionId: number, storyId: number): Promise<Item | null> {
      const row = await db
        .selectFrom('edition_items')
        .select(['pinned', 'body'])
        .where('edition_id', '=', editionId)
        .where('story_id', '=', storyId)
        .executeTakeFirst()
      return row ? itemOf(row) : null
    },

    /** Adds the item of a story that has no place in the edition yet. */
    async addItem(editionId: number, item: Item): Promise<void> {
      await db
        .insertInto('edition_items')
        .values({
          edition_id: editionId,
          story_id: item.storyId,
          section: item.section,
          place: null,
          score: item.score,
          pinned: 0,
          body: toBody(item),
        })
        .execute()
    },

    async items(editionId: number): Promise<Item[]> {
      const rows = await db
        .selectFrom('edition_items')
        .select(['place', 'pinned', 'body'])
        .where('edition_id', '=', editionId)
        .where('place', 'is not', null)
        .execute()
      // Databases order texts differently.
      return rows.toSorted(byPlace).map((row) => itemOf(row))
    },

    /** Which of these stories another edition of the digest has carried to readers, or is approved to, with the latest date. */
    async carriedBefore(
      { id, digestId }: Pick<Edition, 'id' | 'digestId'>,
      storyIds: number[],
    ): Promise<Map<number, Temporal.PlainDate>> {
      if (storyIds.length === 0) return new Map()
      const rows = await db
        .selectFrom('edition_items')
        .innerJoin('editions', 'editions.id', 'edition_items.edition_id')
        .select((eb) => ['story_id', eb.fn.max('editions.date').as('date')])
        .where('story_id', 'in', storyIds)
        .where('edition_items.section', '=', 'news')
        .where('edition_items.place', 'is not', null)
        .where('editions.digest_id', '=', digestId)
        .where('editions.id', '!=', id)
        .where((eb) =>
          eb.or([eb('editions.status', '=', 'approved'), eb('editions.started_at', 'is not', null)]),
        )
        .groupBy('story_id')
        .execute()
      return new Map(rows.map(({ story_id, date }) => [story_id, Temporal.PlainDate.from(date)]))
    },

    /** Records the outcome of each story; that of a later edition replaces earlier ones. */
    async putOutcomes(
      digestId: number,
      editionId: number,
      outcomes: Outcome[],
      at: Temporal.Instant,
    ): Promise<void> {
      for (let start = 0; start < outcomes.length; start += 500) {
        const rows = outcomes
          .slice(start, start + 500)
          .map(({ storyId, duplicateOf, gate, reason, score }) => ({
            digest_id: digestId,
            story_id: storyId,
            edition_id: editionId,
            gate,
            reason: reasonText(reason),
            score,
            decided_at: toMs(at),
            duplicate_of: duplicateOf,
          }))
        await db
          .insertInto('outcomes')
          .values(rows)
          .onConflict((c) =>
            c.columns(['digest_id', 'story_id']).doUpdateSet((eb) => ({
              edition_id: eb.ref('excluded.edition_id'),
              gate: eb.ref('excluded.gate'),
              reason: eb.ref('excluded.reason'),
              score: eb.ref('excluded.score'),
              decided_at: eb.ref('excluded.decided_at'),
              duplicate_of: eb.ref('excluded.duplicate_of'),
            })),
          )
          .execute()
        // Lets pages be answered meanwhile.
        await turn()
      }
    },

    /** The outcomes in an edition, best first, with headline and source for people. */
    async outcomes(editionId: number): Promise<(Outcome & { headline: string; source: string })[]> {
      const rows = await db
        .selectFrom('outcomes')
        .innerJoin('stories', 'stories.id', 'outcomes.story_id')
        .innerJoin('sources', 'sources.id', 'stories.source_id')
        .select([
          'story_id as storyId',
          'gate',
          'reason',
          'score',
          'outcomes.duplicate_of as duplicateOf',
          'stories.headline as headline',
          (eb) => eb.fn.coalesce('stories.attribution', 'sources.name').as('source'),
        ])
        .where('edition_id', '=', editionId)
        .orderBy('score', 'desc')
        .orderBy('story_id')
        .execute()
      return rows.map((row) => ({ ...row, reason: toReason(row.reason) }))
    },

    /** The outcome of a story in each digest. */
    async outcomesOf(storyId: number): Promise<(Outcome & { digestId: number; editionId: number })[]> {
      const rows = await db
        .selectFrom('outcomes')
        .select([
          'story_id as storyId',
          'digest_id as digestId',
          'edition_id as editionId',
          'gate',
          'reason',
          'score',
          'duplicate_of as duplicateOf',
        ])
        .where('story_id', '=', storyId)
        .orderBy('digest_id')
        .execute()
      return rows.map((row) => ({ ...row, reason: toReason(row.reason) }))
    },

    /** Ids of further accounts of a story's event, ranked behind it. */
    async duplicatesOf(digestId: number, storyId: number): Promise<number[]> {
      const rows = await db
        .selectFrom('outcomes')
        .select('story_id')
        .where('digest_id', '=', digestId)
        .where('duplicate_of', '=', storyId)
        .orderBy('story_id')
        .execute()
      return rows.map((row) => row.story_id)
    },

    /** Ids of the stories that editions of a digest left out temporarily: held, or under an embargo. */
    async waiting(digestId: number): Promise<number[]> {
      const rows = await db
        .selectFrom('outcomes')
        .select('story_id')
        .where('digest_id', '=', digestId)
        .where('gate', 'in', ['held', 'embargo'])
        .orderBy('story_id')
        .execute()
      return rows.map((row) => row.story_id)
    },

    /** Stores an approved revision's blocks; existing ones are unchanged. */
    async putBlocks(editionId: number, revision: number, blocks: StoredBlock[]): Promise<void> {
      for (let start = 0; start < blocks.length; start += 50)
        await db
          .insertInto('blocks')
          .values(blocks.slice(start, start + 50).map((b) => ({ edition_id: editionId, revision, ...b })))
          .onConflict((c) => c.columns(['edition_id', 'revision', 'key']).doNothing())
          .execute()
    },

    /** Stores the contents of a variant; existing ones are unchanged. */
    async putVariant(editionId: number, key: string, content: VariantContent): Promise<void> {
      await db
        .insertInto('variants')
        .values({ edition_id: editionId, key, body: JSON.stringify(content) })
        .onConflict((c) => c.columns(['edition_id', 'key']).doNothing())
        .execute()
    },

    /** The contents of a variant, from `putVariant`. */
    async variant(editionId: number, key: string): Promise<VariantContent | null> {
      const row = await db
        .selectFrom('variants')
        .select('body')
        .where('edition_id', '=', editionId)
        .where('key', '=', key)
        .executeTakeFirst()
      return row ? fromJson<VariantContent>(row.body) : null
    },

    async blocks(editionId: number, revision: number): Promise<StoredBlock[]> {
      return db
        .selectFrom('blocks')
        .select(['key', 'html', 'text', 'size'])
        .where('edition_id', '=', editionId)
        .where('revision', '=', revision)
        .execute()
    },
  }
}
