import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { AppError, reasonOf } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import { rowsOrNone } from '../rows-or-none.ts'
import type { Tables } from '../tables/tables.ts'
import type { KnownMigration, SchemaState, SchemaStep } from './schema-state.ts'

export interface TableMigrations {
  /** Migrates the tables; returns the names of the migrations that it ran. Concurrent calls wait for each other. */
  migrate(onStep: (done: number, total: number) => void): Promise<string[]>
  state(): Promise<SchemaState>
}

/** The migration that creates the table of kinds, which does not list those before it. */
const firstWithKind = '0090-migration-kinds'

/** The migrations of a database, of which this version knows `known`, sorted by name. */
export function tableMigrations(
  db: Kysely<Tables>,
  known: Readonly<Record<string, KnownMigration>>,
): TableMigrations {
  const own = Object.entries(known).map(([name, { kind }]) => ({ name, kind: kind ?? 'contract' }))

  async function state(): Promise<SchemaState> {
    const run = new Set((await migrationsRun(db)).map(({ name }) => name))
    const unknown = run.difference(new Set(Object.keys(known)))
    return {
      found: own.findLast(({ name }) => run.has(name))?.name ?? null,
      needed: own.at(-1)?.name ?? '',
      pending: own.filter(({ name }) => !run.has(name)),
      ahead: unknown.size === 0 ? [] : await kindsOf(db, [...unknown].toSorted()),
    }
  }

  return {
    state,
    async migrate(onStep) {
      const { pending } = await state()
      if (pending.length === 0) return []
      let done = 0
      const migrations = Object.entries(known).map(([name, migration]): [string, KnownMigration] => [
        name,
        {
          async up(tx) {
            await migration.up(tx)
            if (name >= firstWithKind) await writeKind(tx, { name, kind: migration.kind ?? 'contract' })
            onStep((done += 1), pending.length)
          },
        },
      ])
      const provider = { getMigrations: async () => Object.fromEntries(migrations) }
      const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest()
      if (error) {
        const why = said('tables-cannot-update', { why: reasonOf(error) })
        throw new AppError('store-unavailable', why, { cause: error })
      }
      return results.map((result) => result.migrationName)
    },
  }
}

/** One query, because Kysely's migrator would examine all tables. A new database has no such table. */
const migrationsRun = (db: Kysely<Tables>): Promise<{ name: string }[]> =>
  rowsOrNone(sql<{ name: string }>`select name from kysely_migration`.execute(db))

/** In the transaction of the migration, so that no process sees one without the other. */
async function writeKind(tx: Kysely<unknown>, { name, kind }: SchemaStep): Promise<void> {
  await sql`insert into migration_kinds (name, kind) values (${name}, ${kind})`.execute(tx)
}

/** The kinds that the newer version recorded for its migrations; one without a kind is not safe to continue with. */
async function kindsOf(db: Kysely<Tables>, names: string[]): Promise<SchemaStep[]> {
  const written = await rowsOrNone(
    sql<{ name: string; kind: string }>`select name, kind from migration_kinds`.execute(db),
  )
  const expands = new Set(written.filter(({ kind }) => kind === 'expand').map(({ name }) => name))
  return names.map((name) => ({ name, kind: expands.has(name) ? 'expand' : 'contract' }))
}
