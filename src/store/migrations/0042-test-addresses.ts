import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Usual recipients of a digest's test e-mails. */
export const testAddressTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('test_addresses')
      .addColumn('digest_id', 'bigint', (c) => c.notNull().references('digests.id'))
      .addColumn('email', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('test_addresses_key', ['digest_id', 'email'])
      .execute()
  },
}
