import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PGliteDialect } from 'kysely'
import pg from 'pg'
import { openStore } from '../../src/store/open.ts'
import { type Store, storeOver } from '../../src/store/store.ts'

/** A store for one test, and how to be rid of it. */
export interface TestStore {
  store: Store
  folder: string
  drop(): Promise<void>
}

const server = process.env['DAYWIRE_TEST_POSTGRES_URL']
let pglite: PGlite | null = null

async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'daywire-test-'))
}

async function sqlite(): Promise<TestStore> {
  const folder = await temporaryFolder()
  const store = openStore(`sqlite:${join(folder, 'test.db')}`, join(folder, 'media'))
  await store.migrate()
  return {
    store,
    folder,
    async drop() {
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** A database of its own on the real server, so that test files may run beside each other. */
async function postgres(url: string): Promise<TestStore> {
  const folder = await temporaryFolder()
  const name = `daywire_test_${process.pid}_${folder.slice(-6).toLowerCase().replace(/\W/g, 'x')}`
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  const store = openStore(own.href, join(folder, 'media'))
  await store.migrate()
  return {
    store,
    folder,
    async drop() {
      await store.close()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
      await rm(folder, { recursive: true })
    },
  }
}

/** One PGlite a worker (it takes 700 MB), emptied for each test. */
async function embeddedPostgres(): Promise<TestStore> {
  const folder = await temporaryFolder()
  pglite ??= await PGlite.create({ parsers: { 20: Number, 1700: Number } })
  await pglite.exec('drop schema public cascade; create schema public;')
  const instance = pglite
  const dialect = new PGliteDialect({ pglite: instance })
  const store = storeOver(dialect, 'postgres', join(folder, 'media'), async () => 'pglite')
  await store.migrate()
  return {
    store,
    folder,
    // Closing the store would close the instance, which the next test uses again.
    drop: () => rm(folder, { recursive: true }),
  }
}

/** Every suite over the store runs on both families of SQL. */
export const dialects: { name: string; open: () => Promise<TestStore> }[] = [
  { name: 'SQLite', open: sqlite },
  server ? { name: 'PostgreSQL', open: () => postgres(server) } : { name: 'PGlite', open: embeddedPostgres },
]
