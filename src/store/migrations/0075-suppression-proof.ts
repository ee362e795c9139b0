import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { identity, type Backend } from '../columns.ts'

/** What caused a suppression, as far as earlier rows show, and notes about suppressions. */
export function suppressionProof(backend: Backend): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('suppressions').addColumn('actor', 'text').execute()
      await db.schema.alterTable('suppressions').addColumn('feedback_id', 'bigint').execute()
      await db.schema.alterTable('suppressions').addColumn('list_id', 'bigint').execute()
      await sql`update suppressions set list_id = import_id,
        actor = (select a.actor from audit a where a.subject = 'address:' || suppressions.hash and a.action = 'suppress'
          order by a.id desc limit 1),
        feedback_id = (select max(f.id) from feedback f where f.hash = suppressions.hash and f.outcome = 'suppressed'
          and f.received_at = suppressions.created_at)`.execute(db)
      await identity(db.schema.createTable('suppression_notes'), backend)
        .addColumn('subject', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('actor', 'text', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .execute()
      await db.schema
        .createIndex('suppression_notes_subject')
        .on('suppression_notes')
        .columns(['subject', 'id'])
        .execute()
    },
  }
}
