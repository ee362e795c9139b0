import { sql, type Kysely } from 'kysely'
import type { WebPiece } from '../../../core/entities/editions/contents.ts'
import type { Tables } from '../../tables/tables.ts'
import { isPublic } from './editions.ts'
import { mediaHashes } from '../stories/media.ts'

export type WebPiecesStore = ReturnType<typeof webPiecesStore>

const picturesIn = (html: string): string => [...new Set(mediaHashes(html))].join(' ')

/** Web versions of editions, kept as long as the newsroom. */
export function webPiecesStore(db: Kysely<Tables>) {
  return {
    /** In a transaction: sets an edition's pieces, in their order, in place of those of an earlier approval. */
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

    /** Replaces one piece, as when a story is withdrawn or corrected after it left; false where the edition has no such piece. */
    async replacePiece(editionId: number, key: string, html: string): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('web_pieces')
        .set((eb) => ({ html, pictures: picturesIn(html), version: eb('version', '+', 1) }))
        .where('edition_id', '=', editionId)
        .where('key', '=', key)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** An edition's pieces in their order. */
    async of(editionId: number): Promise<WebPiece[]> {
      return db
        .selectFrom('web_pieces')
        .select(['key', 'story_id as storyId', 'html'])
        .where('edition_id', '=', editionId)
        .orderBy('position')
        .execute()
    },

    /**
     * The edition that the public may read under a digest's key, a date and a number, with what changes whenever a piece of
     * it does; null where there is none.
     */
    async published(
      key: string,
      date: Temporal.PlainDate,
      number: number,
    ): Promise<{ editionId: number; version: string } | null> {
      const row = await db
        .selectFrom('editions')
        .innerJoin('digests', 'digests.id', 'editions.digest_id')
        .innerJoin('web_pieces', 'web_pieces.edition_id', 'editions.id')
        .select((eb) => [
          'editions.id as editionId',
          eb.fn.countAll<number>().as('pieces'),
          eb.fn.sum<number>('web_pieces.version').as('versions'),
        ])
        .where('digests.key', '=', key)
        .where('editions.date', '=', date.toString())
        .where('editions.number', '=', number)
        .where(isPublic)
        .groupBy('editions.id')
        .executeTakeFirst()
      // Versions only grow, so the same number of pieces never has the same sum again.
      return row ? { editionId: row.editionId, version: `${row.pieces}.${row.versions}` } : null
    },

    /** Ids of editions with stored blocks and no web version: those approved before it was kept. */
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
