import { rm } from 'node:fs/promises'
import type { Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrations } from '../../src/store/migrations/migrations.ts'
import type { KnownMigration } from '../../src/store/migrations/schema-state.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { dialects, type TestDatabase } from './dialects.ts'

const adding: KnownMigration = {
  kind: 'expand',
  up: (db: Kysely<unknown>) => db.schema.createTable('later').addColumn('id', 'integer').execute(),
}
const removing: KnownMigration = {
  kind: 'contract',
  up: (db: Kysely<unknown>) => db.schema.alterTable('leases').dropColumn('worker').execute(),
}

/** The name of the first migration sorts after all of this version. */
const names = { adding: '9001-adding', removing: '9002-removing' }

test('each migration since the table of kinds has a kind', () => {
  for (const [name, { kind }] of Object.entries(migrations('sqlite')))
    if (name >= '0090') expect(kind, name).toMatch(/^(expand|contract)$/)
})

// PGlite has one session and one database.
const places = dialects.filter(({ name }) => name !== 'PGlite')

describe.each(places)('the tables of another version on $name', ({ name, open }) => {
  let home: TestDatabase
  let opened: Store[]
  const isPostgres = name === 'PostgreSQL'

  beforeEach(async () => {
    home = await open()
    opened = []
  })
  afterEach(async () => {
    for (const store of opened) await store.close()
    await home.drop()
  })

  /** A version of Daywire with more migrations. */
  function version(more: Record<string, KnownMigration>): Store {
    const known = { ...migrations(isPostgres ? 'postgres' : 'sqlite'), ...more }
    const store = openStore(home.url ?? '', home.folder, { known })
    opened.push(store)
    return store
  }
  const next = () => version({ [names.adding]: adding })
  const afterNext = () => version({ [names.adding]: adding, [names.removing]: removing })

  async function emptied(): Promise<void> {
    if (isPostgres)
      return home.execute('drop schema pgboss cascade; drop schema public cascade; create schema public')
    await home.store.close()
    for (const suffix of ['', '-wal', '-shm'])
      await rm(`${home.url?.slice('sqlite:'.length)}${suffix}`, { force: true })
  }

  test('additions of a newer version are tolerated, and migrating again runs nothing', async () => {
    expect(await next().migrate()).toEqual([names.adding])
    expect(await home.store.prepare('check')).toEqual([])
    expect(await home.store.migrate()).toEqual([])
    expect(await home.store.schemaState()).toMatchObject({
      pending: [],
      ahead: [{ name: names.adding, kind: 'expand' }],
    })
  })

  test('incompatible changes of a newer version are refused, with what was found and what is known', async () => {
    expect(await afterNext().migrate()).toEqual([names.adding, names.removing])
    const last = Object.keys(migrations('sqlite')).at(-1)
    const refused = `made by a newer Daywire: its tables are at ${names.removing}, and this version knows them up to ${last}`
    for (const use of ['check', 'create', 'migrate'] as const)
      await expect(home.store.prepare(use)).rejects.toThrow(refused)
    await expect(next().checkSchema()).rejects.toThrow('made by a newer Daywire')
    await expect(afterNext().checkSchema()).resolves.toBeUndefined()
  })

  test('an unknown migration without a kind is refused', async () => {
    await home.execute(`insert into kysely_migration (name, timestamp) values ('${names.adding}', '')`)
    await expect(home.store.checkSchema()).rejects.toThrow('made by a newer Daywire')
  })

  test('a version that lacks one of its own migrations beside a newer one runs neither', async () => {
    await next().migrate()
    const other = version({ '9000-other': adding })
    await expect(other.migrate()).rejects.toThrow('made by a newer Daywire')
  })

  test('tables of an earlier version are updated by migrating; on SQLite also by opening', async () => {
    const store = next()
    if (isPostgres) {
      const last = Object.keys(migrations('postgres')).at(-1)
      const refused = `made by an earlier Daywire: its tables are at ${last}, and this version needs ${names.adding}`
      for (const use of ['check', 'create'] as const)
        await expect(store.prepare(use)).rejects.toThrow(refused)
      expect(await store.pending()).toEqual([names.adding])
    }
    expect(await store.prepare(isPostgres ? 'migrate' : 'check')).toEqual([names.adding])
    await expect(store.checkSchema()).resolves.toBeUndefined()
  })

  test('an empty database gets tables on request', async () => {
    await emptied()
    const store = version({})
    if (isPostgres) await expect(store.prepare('check')).rejects.toThrow('has no tables yet')
    expect((await store.prepare('create')).length).toBeGreaterThan(50)
    expect(await store.pending()).toEqual([])
  })

  test.runIf(isPostgres)(
    'a user who may not create the schema of the queue needs an existing one',
    async () => {
      await emptied()
      const user = `daywire_test_${process.pid}`
      await home.execute(`create role ${user} login password 'test'; grant all on schema public to ${user}`)
      const url = new URL(home.url ?? '')
      Object.assign(url, { username: user, password: 'test' })
      const store = openStore(url.href, home.folder)
      opened.push(store)
      try {
        const refused = `create schema pgboss authorization ${user}`
        await expect(store.migrate()).rejects.toMatchObject({
          code: 'bad-config',
          message: expect.stringContaining(refused),
        })
        await home.execute(refused)
        expect(await store.migrate()).toContain('queue-outbox')
        expect(await store.pending()).toEqual([])
      } finally {
        await home.execute(`drop owned by ${user} cascade; drop role ${user}`)
      }
    },
  )

  test.runIf(isPostgres)('a database that does not answer is not taken for an empty one', async () => {
    const store = openStore('postgres://nobody@127.0.0.1:1/none', home.folder)
    opened.push(store)
    await expect(store.prepare('create')).rejects.toMatchObject({ code: 'store-unavailable' })
  })

  test('one that is interrupted leaves nothing, and is run again', async () => {
    const interrupted = async (db: Kysely<unknown>): Promise<void> => {
      await adding.up(db)
      throw new Error('the power went')
    }
    const before = version({ [names.adding]: { ...adding, up: interrupted } })
    await expect(before.migrate()).rejects.toThrow('the power went')
    expect(await next().migrate()).toEqual([names.adding])
  })

  test('those that migrate at the same time run each migration once', async () => {
    await emptied()
    const done = await Promise.all([next(), next(), next()].map((store) => store.migrate()))
    const own = Object.keys({ ...migrations(isPostgres ? 'postgres' : 'sqlite'), [names.adding]: adding })
    expect(
      done
        .flat()
        .filter((step) => !step.startsWith('queue-'))
        .toSorted(),
    ).toEqual(own)
    expect(await next().pending()).toEqual([])
    const rows = await home.rows('select kind from migration_kinds order by name')
    expect(rows.at(-1)).toEqual({ kind: 'expand' })
  })
})
