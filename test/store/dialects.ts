import { rmSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { PGlite } from '@electric-sql/pglite'
import { PGliteDialect } from 'kysely'
import pg from 'pg'
import { openStore } from '../../src/store/open.ts'
import { type Store, storeOver } from '../../src/store/store.ts'

/** A store for one test, and how to remove it. */
export interface TestStore {
  store: Store
  folder: string
  drop(): Promise<void>
}

/** One whose rows can be written directly, for what no service does yet. */
export interface TestDatabase extends TestStore {
  /** The URL under which other connections open the same database; null if there can be none. */
  url: string | null
  execute(statement: string): Promise<void>
  rows(statement: string): Promise<Record<string, unknown>[]>
}

const server = process.env['DAYWIRE_TEST_POSTGRES_URL']

async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'daywire-test-'))
}

/** Migrations run once per process; each test's database is a copy of the result. */
const migrated: { sqlite?: Promise<string>; postgres?: Promise<string>; pglite?: Promise<PGlite> } = {}

async function migratedFile(): Promise<string> {
  const folder = await temporaryFolder()
  const file = join(folder, 'template.db')
  const store = openStore(`sqlite:${file}`, join(folder, 'media'))
  await store.migrate()
  await store.close()
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return file
}

/** Writes a SQLite database with all tables and no rows. */
export async function putMigrated(path: string): Promise<void> {
  await copyFile(await (migrated.sqlite ??= migratedFile()), path)
}

async function sqlite(): Promise<TestDatabase> {
  const folder = await temporaryFolder()
  await putMigrated(join(folder, 'test.db'))
  const store = openStore(`sqlite:${join(folder, 'test.db')}`, join(folder, 'media'))
  return {
    store,
    folder,
    url: `sqlite:${join(folder, 'test.db')}`,
    async execute(statement) {
      const db = new Database(join(folder, 'test.db'))
      db.exec(statement)
      db.close()
    },
    async rows(statement) {
      const db = new Database(join(folder, 'test.db'), { readonly: true })
      const found = db.prepare<[], Record<string, unknown>>(statement).all()
      db.close()
      return found
    },
    async drop() {
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}

const nameOf = (folder: string): string =>
  `daywire_test_${process.pid}_${folder.slice(-6).toLowerCase().replace(/\W/g, 'x')}`

async function asAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

const databaseAt = (url: string, name: string): string => {
  const own = new URL(url)
  own.pathname = `/${name}`
  return own.href
}

/** Leftovers of ended processes are deleted first: a process that exits cannot wait for its own to be dropped. */
async function dropLeftovers(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    "select datname from pg_database where datname like 'daywire\\_test\\_%'",
  )
  for (const { datname } of rows)
    if (!isAlive(Number(datname.split('_')[2])))
      await admin.query(`drop database if exists ${datname} with (force)`)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function migratedDatabase(url: string): Promise<string> {
  const folder = await temporaryFolder()
  const name = `${nameOf(folder)}_template`
  await asAdmin(url, async (admin) => {
    await dropLeftovers(admin)
    await admin.query(`create database ${name}`)
  })
  const store = openStore(databaseAt(url, name), join(folder, 'media'))
  await store.migrate()
  await store.close()
  await rm(folder, { recursive: true })
  return name
}

/** A separate database on the real server, so that test files can run concurrently. */
async function postgres(url: string): Promise<TestDatabase> {
  const folder = await temporaryFolder()
  const name = nameOf(folder)
  const template = await (migrated.postgres ??= migratedDatabase(url))
  await asAdmin(url, (admin) => admin.query(`create database ${name} template ${template}`))
  const store = openStore(databaseAt(url, name), join(folder, 'media'))
  return {
    store,
    folder,
    url: databaseAt(url, name),
    async execute(statement) {
      await asAdmin(databaseAt(url, name), (client) => client.query(statement))
    },
    rows: (statement) =>
      asAdmin(databaseAt(url, name), async (client) => (await client.query(statement)).rows),
    async drop() {
      await store.close()
      await asAdmin(url, (admin) => admin.query(`drop database ${name} with (force)`))
      await rm(folder, { recursive: true })
    },
  }
}

const overPglite = (instance: PGlite, folder: string): Store =>
  storeOver(new PGliteDialect({ pglite: instance }), 'postgres', join(folder, 'media'), async () => 'pglite')

/**
 * A function that deletes all rows: its statements are planned once per process. Truncating takes ten times as long, because it creates
 * new files for each table and index, also for empty ones.
 */
const emptying = `do $make$ begin execute (
  select 'create function empty_tables() returns void language plpgsql as $body$ begin '
    || 'set local session_replication_role = replica; '
    || (select string_agg(format('delete from %I; ', tablename), '')
        from pg_tables where schemaname = 'public' and tablename not like 'kysely%')
    || (select string_agg(format('perform setval(%L, 1, false); ', sequencename), '')
        from pg_sequences where schemaname = 'public')
    || 'end $body$'
) ; end $make$`

async function migratedPglite(): Promise<PGlite> {
  const instance = await PGlite.create({ parsers: { 20: Number, 1700: Number } })
  await overPglite(instance, tmpdir()).migrate()
  await instance.exec(emptying)
  return instance
}

let opened = 0

/** One PGlite per worker (it needs 700 MB), emptied for each test. */
async function embeddedPostgres(): Promise<TestDatabase> {
  const folder = await temporaryFolder()
  const instance = await (migrated.pglite ??= migratedPglite())
  await instance.exec('select empty_tables()')
  // Deleted rows are still in its files.
  if (++opened % 50 === 0) await instance.exec('vacuum')
  return {
    store: overPglite(instance, folder),
    folder,
    url: null,
    execute: async (statement) => void (await instance.exec(statement)),
    rows: async (statement) => (await instance.query<Record<string, unknown>>(statement)).rows,
    // Closing the store would close the instance, which the next test uses again.
    drop: () => rm(folder, { recursive: true }),
  }
}

/** Every suite over the store runs on both families of SQL. */
export const dialects: { name: string; open: () => Promise<TestDatabase> }[] = [
  { name: 'SQLite', open: sqlite },
  server ? { name: 'PostgreSQL', open: () => postgres(server) } : { name: 'PGlite', open: embeddedPostgres },
]
