import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The public web version of an edition, one piece for each of its blocks. */
export const webPieceTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('web_pieces')
      .addColumn('edition_id', 'bigint', (c) => c.notNull().references('editions.id'))
      .addColumn('position', 'integer', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('story_id', 'bigint')
      .addColumn('html', 'text', (c) => c.notNull())
      .addColumn('pictures', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('web_pieces_key', ['edition_id', 'position'])
      .addUniqueConstraint('web_pieces_name', ['edition_id', 'key'])
      .execute()
    await db.schema.createIndex('web_pieces_story').on('web_pieces').columns(['story_id']).execute()
  },
}
