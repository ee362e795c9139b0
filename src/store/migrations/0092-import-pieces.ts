import { type Kysely, sql } from 'kysely'
import type { Backend } from '../columns.ts'

/** PostgreSQL keeps pieces of uploaded files as they are, so that a part of one is read without the rest. */
export const importPiecesStorage = (backend: Backend) => ({
  kind: 'expand' as const,
  async up(db: Kysely<unknown>) {
    if (backend === 'postgres')
      await sql`alter table import_chunks alter column bytes set storage external`.execute(db)
  },
})
