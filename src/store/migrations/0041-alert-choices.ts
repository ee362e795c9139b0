import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Alerts that accounts chose and that differ from the defaults of their roles. */
export const alertChoiceTable: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('alert_choices')
      .addColumn('account_id', 'bigint', (c) => c.notNull().references('accounts.id'))
      .addColumn('alert', 'text', (c) => c.notNull())
      // 0: what all digests share.
      .addColumn('digest_id', 'bigint', (c) => c.notNull())
      .addColumn('is_wanted', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('alert_choices_key', ['account_id', 'alert', 'digest_id'])
      .execute()
    await db.schema
      .createIndex('alert_choices_about')
      .on('alert_choices')
      .columns(['alert', 'digest_id'])
      .execute()
  },
}
