import { sql, type Kysely } from 'kysely'
import type { WebPiece } from '../../../core/entities/editions/contents.ts'
import { toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { isPublic } from './editions.ts'
import { mediaHashes } from '../stories/media.ts'

export type WebPiecesStore = ReturnType<typeof webPiecesStore>

const picturesIn = (html: string): string => [...new Set(mediaHashes(html))].join(' ')

const isHidden = (at: Temporal.Instant) => sql<boolean>`coalesce(stories.embargo_until, 0) > ${toMs(at)}`

/** Web versions of editions, which are never deleted. */
export function webPiecesStore(db: Kysely<Tables>) {
  return {
    /** In a transaction: sets an edition's pieces, in order, replacing those of an earlier approval. */
    async put(editionId: number, pieces: WebPiece[]): Promise<void> {
      const { newest } = await db
        .selectFrom('web_pieces')
        .select((eb) => eb.fn.coalesce(eb.fn.max('version'), sql<number>`0`).as('newest'))
        .where('edition_id', '=', editionId)
        .executeTakeFirstOrThrow()
      await db.deleteFrom('web_pieces').where('edition_id', '=', editionId).execute()
      const rows = pieces.map(({ key, storyId, html }, position) => ({
        edition_id: editionId,
        position,
        key,
        story_id: storyId,
        html,
        pictures: picturesIn(html),
        version: newest + 1,
      }))
      for (let start = 0; start < rows.length; start += 50)
        await db
          .insertInto('web_pieces')
          .values(rows.slice(start, start + 50))
          .execute()
    },

    /** Replaces one piece, as when a story is withdrawn or corrected after it was sent; false if the edition has no such piece. */
    async replacePiece(editionId: number, key: string, html: string): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('web_pieces')
        .set((eb) => ({ html, pictures: picturesIn(html), version: eb('version', '+', 1) }))
        .where('edition_id', '=', editionId)
        .where('key', '=', key)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** What the public sees of an edition at an instant: its pieces in order, without stories under embargo. */
    async shown(editionId: number, at: Temporal.Instant): Promise<Pick<WebPiece, 'html'>[]> {
      return db
        .selectFrom('web_pieces')
        .leftJoin('stories', 'stories.id', 'web_pieces.story_id')
        .select('web_pieces.html')
        .where('edition_id', '=', editionId)
        .where((eb) => eb.not(isHidden(at)))
        .orderBy('web_pieces.position')
        .execute()
    },

    /** An edition's pieces in order. */
    async of(editionId: number): Promise<WebPiece[]> {
      return db
        .selectFrom('web_pieces')
        .select(['key', 'story_id as storyId', 'html'])
        .where('edition_id', '=', editionId)
        .orderBy('position')
        .execute()
    },

    /**
     * The public edition with a digest's key, a date and a number, and a version that changes whenever one of its pieces does, or an
     * embargo begins or ends; null if there is none.
     */
    async published(
      key: string,
      date: Temporal.PlainDate,
      number: number,
      at: Temporal.Instant,
    ): Promise<{ editionId: number; version: string } | null> {
      const row = await db
        .selectFrom('editions')
        .innerJoin('digests', 'digests.id', 'editions.digest_id')
        .innerJoin('web_pieces', 'web_pieces.edition_id', 'editions.id')
        .leftJoin('stories', 'stories.id', 'web_pieces.story_id')
        .select((eb) => [
          'editions.id as editionId',
          eb.fn.countAll<number>().as('pieces'),
          eb.fn.sum<number>('web_pieces.version').as('versions'),
          sql<number>`sum(case when ${isHidden(at)} then stories.id else 0 end)`.as('hidden'),
        ])
        .where('digests.key', '=', key)
        .where('editions.date', '=', date.toString())
        .where('editions.number', '=', number)
        .where(isPublic)
        .groupBy('editions.id')
        .executeTakeFirst()
      // Versions only grow, so the same number of pieces never has the same sum again.
      return row ? { editionId: row.editionId, version: `${row.pieces}.${row.versions}.${row.hidden}` } : null
    },

    /** Ids of editions with stored blocks and no web version: those approved before web versions were stored. */
    async missing(): Promise<number[]> {
      const rows = await db
        .selectFrom('editions')
        .select('id')
        .where((eb) => eb.or([eb('status', '=', 'approved'), isPublic]))
        .where((eb) =>
          eb.exists(eb.selectFrom('blocks').select('key').whereRef('edition_id', '=', 'editions.id')),
        )
        .where((eb) =>
          eb.not(
            eb.exists(
              eb.selectFrom('web_pieces').select('position').whereRef('edition_id', '=', 'editions.id'),
            ),
          ),
        )
        .orderBy('id')
        .execute()
      return rows.map(({ id }) => id)
    },
  }
}
