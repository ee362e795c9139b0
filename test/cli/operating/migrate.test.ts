import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrations } from '../../../src/store/migrations/migrations.ts'
import { openStore } from '../../../src/store/open.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { openTestCli, type TestCli } from '../context.ts'

// PGlite runs inside one process, and has no address.
const places = dialects.filter(({ name }) => name !== 'PGlite')

describe.each(places)('migrate on $name', ({ name, open }) => {
  let home: TestDatabase
  let cli: TestCli
  const isPostgres = name === 'PostgreSQL'

  beforeEach(async () => {
    home = await open()
    cli = await openTestCli({ DAYWIRE_DATABASE_URL: home.url ?? '' })
  })
  afterEach(async () => {
    await cli.drop()
    await home.drop()
  })

  async function emptied(): Promise<void> {
    if (isPostgres)
      return home.execute('drop schema pgboss cascade; drop schema public cascade; create schema public')
    await home.store.close()
    for (const suffix of ['', '-wal', '-shm'])
      await rm(join(home.folder, `test.db${suffix}`), { force: true })
  }

  /** The tables of an earlier version. */
  async function older(): Promise<void> {
    await emptied()
    const all = Object.entries(migrations(isPostgres ? 'postgres' : 'sqlite'))
    const known = Object.fromEntries(all.filter(([step]) => step < '0090'))
    const store = openStore(home.url ?? '', home.folder, { known })
    await store.migrate()
    await store.close()
  }

  test('--check changes nothing, lists pending migrations, and shows by its exit code whether there are any', async () => {
    expect(await cli.daywire('migrate', '--check')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'the tables are up to date\n',
    })
    await older()
    for (let times = 0; times < 2; times += 1) {
      const { code, stdout, stderr } = await cli.daywire('migrate', '--check')
      expect(code).toBe(1)
      expect(stdout).toContain('0090-migration-kinds (expand)\n')
      expect(stderr).toMatch(/^the tables are at 008\d-\S+; \d+ migrations? to run\n/)
    }
    const { json } = await cli.daywire('migrate', '--check', '--json')
    expect(json()).toContainEqual({ name: '0090-migration-kinds', kind: 'expand' })
    const ran = await cli.daywire('migrate')
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.stdout).toContain('0090-migration-kinds\n')
    expect((await cli.daywire('migrate')).stderr).toBe('the tables are up to date\n')
  })

  test('additions of a newer version are named, and incompatible changes refused with 78', async () => {
    const add = (step: string, kind: string) =>
      home.execute(
        `insert into kysely_migration (name, timestamp) values ('${step}', ''); insert into migration_kinds (name, kind) values ('${step}', '${kind}')`,
      )
    await add('9001-adding', 'expand')
    for (const args of [['migrate'], ['migrate', '--check']]) {
      const { code, stderr } = await cli.daywire(...args)
      expect(code).toBe(0)
      expect(stderr).toContain('a newer Daywire has added 9001-adding')
    }
    await add('9002-removing', 'contract')
    for (const args of [['migrate'], ['migrate', '--check'], ['doctor']]) {
      const { code, stderr } = await cli.daywire(...args)
      expect(code).toBe(78)
      expect(stderr).toContain('made by a newer Daywire: its tables are at 9002-removing')
    }
  })

  test.runIf(isPostgres)(
    'no other command migrates or creates tables, except init in an empty database',
    async () => {
      await older()
      for (const args of [['doctor'], ['init'], ['serve']]) {
        const { code, stderr } = await cli.daywire(...args)
        expect(code).toBe(78)
        expect(stderr).toMatch(
          /made by an earlier Daywire: its tables are at \S+, and this version needs \S+; .*`daywire migrate` does so/,
        )
      }
      await emptied()
      const { code, stderr } = await cli.daywire('doctor')
      expect(code).toBe(78)
      expect(stderr).toContain('has no tables yet; `daywire init` sets up a newsroom')
      expect((await cli.daywire('init')).code).toBe(0)
      expect((await cli.daywire('migrate', '--check')).code).toBe(0)
    },
  )

  test.runIf(!isPostgres)('--check creates no file', async () => {
    await emptied()
    for (let times = 0; times < 2; times += 1) {
      const { code, stderr } = await cli.daywire('migrate', '--check')
      expect(code).toBe(1)
      expect(stderr).toContain('there is no database')
    }
  })
})
