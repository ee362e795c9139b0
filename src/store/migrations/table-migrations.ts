import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { AppError, reasonOf } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import type { Backend } from '../columns.ts'
import type { Tables } from '../tables/tables.ts'
import { migrations } from './migrations.ts'

/** Names of the migrations that have been run. One query: the migrator looks through the tables of the database. */
async function migrationsRun(db: Kysely<Tables>): Promise<Set<string>> {
  return sql<{ name: string }>`select name from kysely_migration`.execute(db).then(
    ({ rows }) => new Set(rows.map(({ name }) => name)),
    // A new database has no such table.
    () => new Set<string>(),
  )
}

/** Brings the tables of a database up to date; each gives the names of migrations. */
export function tableMigrations(
  db: Kysely<Tables>,
  backend: Backend,
): { migrate(): Promise<string[]>; pending(): Promise<string[]> } {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations(backend) } })
  return {
    async migrate() {
      const known = new Set(Object.keys(migrations(backend)))
      const run = await migrationsRun(db)
      const [name] = run.difference(known)
      if (name !== undefined) throw new AppError('store-unavailable', said('database-newer', { name }))
      if (run.size === known.size) return []
      const { error, results } = await migrator.migrateToLatest()
      if (error)
        throw new AppError('store-unavailable', said('tables-cannot-update', { why: reasonOf(error) }), {
          cause: error,
        })
      return (results ?? []).map((result) => result.migrationName)
    },
    pending: async () => (await migrator.getMigrations()).filter((m) => !m.executedAt).map((m) => m.name),
  }
}
