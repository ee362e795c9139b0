import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { isDiskFull } from '../core/disk-full.ts'
import { AppError } from '../core/errors.ts'
import { postgresDialect } from './dialect/postgres.ts'
import { sqliteDialect, type SqliteOptions } from './dialect/sqlite.ts'
import type { KnownMigration } from './migrations/schema-state.ts'
import { pgBossQueue } from './queue/pg-boss-queue.ts'
import { type Store, storeOver } from './store.ts'
import type { Tables } from './tables/tables.ts'
import { said } from '../core/said/said.ts'

/** How a SQLite connection writes; and in tests, other migrations than those of this version. */
export interface StoreOptions extends SqliteOptions {
  known?: Readonly<Record<string, KnownMigration>>
}

/**
 * Opens the store of a `DAYWIRE_DATABASE_URL`: `sqlite:<path>` or `postgres://…`. Throws `store-unavailable` if it cannot be opened, naming
 * the place but not the password.
 */
export function openStore(url: string, mediaFolder: string, options: StoreOptions = {}): Store {
  const { known } = options
  if (/^postgres(ql)?:\/\//.test(url))
    return storeOver(postgresDialect(url), 'postgres', mediaFolder, placeOf, {
      queueOver: (db) => pgBossQueue(url, db),
      disk: options.disk,
      known,
    })
  const file = resolve(url.replace(/^sqlite:/, ''))
  try {
    const locate = async () => `sqlite:${file}:${statSync(file).ino}`
    return storeOver(sqliteDialect(file, options), 'sqlite', mediaFolder, locate, {
      disk: options.disk,
      known,
    })
  } catch (cause) {
    const why = isDiskFull(cause) ? 'database-disk-full' : 'database-cannot-open'
    throw new AppError('store-unavailable', said(why, { file }), { cause })
  }
}

async function placeOf(db: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ place: string }>`
    select system_identifier::text || ':' || (select oid::text from pg_database where datname = current_database()) as place
    from pg_control_system()`.execute(db)
  return `postgres:${rows[0]?.place ?? ''}`
}
