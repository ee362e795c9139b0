import type { Kysely } from 'kysely'
import { migrations } from '../../src/store/migrations/migrations.ts'
import type { KnownMigration } from '../../src/store/migrations/schema-state.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'

const adding: KnownMigration = {
  kind: 'expand',
  up: (db: Kysely<unknown>) => db.schema.alterTable('messages').addColumn('later', 'text').execute(),
}
const removing: KnownMigration = {
  kind: 'contract',
  up: (db: Kysely<unknown>) => db.schema.alterTable('messages').dropColumn('later').execute(),
}

/** Versions of Daywire after this one: the next adds a column, the one after it removes one. */
export const later = {
  next: { '9001-adding': adding },
  afterNext: { '9001-adding': adding, '9002-removing': removing },
} as const

/** A PostgreSQL database, as a later version opens it. */
export function openLater(version: keyof typeof later, databaseUrl: string, mediaFolder: string): Store {
  return openStore(databaseUrl, mediaFolder, { known: { ...migrations('postgres'), ...later[version] } })
}
