import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * The progress of an edition's fan-out, null if it is complete, and the instant at which all of its rows are due, if they do not follow the
 * digest's hour; what a digest does about unknown e-mails, and which of them were sent once more.
 */
export const ledgerColumns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('editions').addColumn('fan_out_after', 'bigint').execute()
    await db.schema.alterTable('editions').addColumn('fan_out_due', 'bigint').execute()
    await db.schema
      .alterTable('digests')
      .addColumn('unknowns', 'text', (c) => c.notNull().defaultTo('hold'))
      .execute()
    await db.schema
      .alterTable('deliveries')
      .addColumn('resent', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
  },
}
