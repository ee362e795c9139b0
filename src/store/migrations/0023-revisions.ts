import { hash } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What an approval binds, the audience of an edition, and the revision of each e-mail. */
export const revisionColumns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('editions')
      .addColumn('audience', 'text', (c) => c.notNull().defaultTo('digest'))
      .execute()
    await db.schema.alterTable('editions').addColumn('approved_revision', 'integer').execute()
    await db.schema.alterTable('editions').addColumn('approved_hash', 'text').execute()
    await db.schema.alterTable('editions').addColumn('approved_audience', 'text').execute()
    await db.schema.alterTable('editions').addColumn('approved_due_at', 'bigint').execute()
    await db.schema.alterTable('deliveries').addColumn('revision', 'integer').execute()
    await bindApproved(db)
  },
}

/** Binds earlier approvals to the blocks that were stored for them. */
async function bindApproved(db: Kysely<unknown>): Promise<void> {
  const approved = await sql<{ id: number; revision: number }>`
    select id, revision from editions
    where approved_at is not null and status in ('approved', 'sending', 'sent', 'stopped')`.execute(db)
  for (const { id, revision } of approved.rows) {
    const { rows } = await sql<{ key: string; html: string; text: string; size: number }>`
      select key, html, text, size from blocks where edition_id = ${id} and revision = ${revision}`.execute(
      db,
    )
    if (rows.length === 0) continue
    const parts = rows
      .map(({ key, html, text, size }) => [key, html, text, size] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    await sql`update editions set approved_revision = revision, approved_audience = audience,
      approved_due_at = due_at, approved_hash = ${hash('sha256', JSON.stringify(parts), 'base64url')}
      where id = ${id}`.execute(db)
    await sql`update deliveries set revision = ${revision}
      where edition_id = ${id} and (inflight_at is not null or variant is not null)`.execute(db)
  }
}
