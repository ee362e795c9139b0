import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The history of one thing is read from the audit log by its subject. */
export const auditSubjectIndex: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.createIndex('audit_subject').on('audit').columns(['subject', 'id']).execute()
  },
}
