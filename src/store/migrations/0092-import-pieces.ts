import { sql } from 'kysely'
import type { Backend } from '../columns.ts'
import type { KnownMigration } from './schema-state.ts'

/** PostgreSQL stores pieces of uploaded files uncompressed, so that a part of one is read without the rest. */
export const importPiecesStorage = (backend: Backend): KnownMigration => ({
  kind: 'expand',
  async up(db) {
    if (backend === 'postgres')
      await sql`alter table import_chunks alter column bytes set storage external`.execute(db)
  },
})
