import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import type { Import } from '../../../src/core/entities/imports/import.ts'
import type { Context } from '../../../src/services/context.ts'
import { runImports } from '../../../src/services/imports/running/run-imports.ts'
import { startImport } from '../../../src/services/imports/starting/start-import.ts'
import { undoImport } from '../../../src/services/imports/undoing/undo-import.ts'
import { suppressAddress } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import type { Transaction } from '../../../src/store/store.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { importOf, prepared, run } from './bring-in.ts'

/** Rows of two batches that are merged at the same time, and of one that follows them. */
const people = 9000
const address = (at: number): string => `r${String(at).padStart(4, '0')}@x.example`
const list = `email,name\n${Array.from({ length: people }, (_, at) => `${address(at)},Reader ${at}\n`).join('')}`
/** A person in the second batch. */
const somebody = address(5000)

describe.each(dialects)('a list of unknown people, on $name', ({ name, open }) => {
  let home: TestDatabase
  let room: TestNewsroom
  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
  })
  afterEach(() => room.close())

  async function ready(): Promise<Import> {
    const one = await prepared(room.app.context, room.digest, list)
    await startImport(room.app.context, one, 'import', commandActor)
    return one
  }
  const now = (one: Import): Promise<Import> => importOf(room.app.context, one.id)
  const countOf = async (table: string): Promise<number> =>
    Number((await home.rows(`select count(*) as count from ${table}`))[0]?.['count'])
  const everything = async (): Promise<number[]> =>
    Promise.all(['subscribers', 'subscriptions', 'import_readers', 'import_rows'].map(countOf))

  /** Runs imports with some merges replaced. */
  async function runWith(changed: (tx: Transaction) => Partial<Transaction['importMerges']>): Promise<void> {
    const { context } = room.app
    const transaction: typeof context.store.transaction = (work) =>
      context.store.transaction((tx) => work({ ...tx, importMerges: { ...tx.importMerges, ...changed(tx) } }))
    await runImports({ ...context, store: { ...context.store, transaction } }, new AbortController().signal)
  }

  test('is merged and undone completely', async () => {
    const one = await ready()
    await run(room.app.context)
    expect((await now(one)).counts).toMatchObject({ rows: people, added: people, known: 0, left: 0 })
    expect(await everything()).toEqual([people, people, people, 0])
    const [reader] = await home.rows(
      `select b.name, b.name_key, s.status, s.topics, e.n, e.outcome from subscribers b
        join subscriptions s on s.subscriber_id = b.id join import_readers e on e.subscriber_id = b.id
        where b.email = '${somebody}' and b.created_at = e.at and s.created_at = e.at and s.changed_at = e.at`,
    )
    expect(reader).toEqual({
      name: 'Reader 5000',
      name_key: 'reader 5000',
      status: 'active',
      topics: '[]',
      n: 5001,
      outcome: 'added',
    })
    await undoImport(room.app.context, await now(one), commandActor)
    await run(room.app.context)
    expect((await now(one)).counts).toMatchObject({ undone: people, kept: 0 })
    expect(await everything()).toEqual([0, 0, people, 0])
  })

  test('is known to the query planner when it is merged, without waiting for autovacuum', async () => {
    await ready()
    await run(room.app.context)
    if (home.store.backend === 'sqlite') return
    const known = await home.rows(
      `select tablename from pg_stats where tablename in ('subscribers', 'subscriptions') and attname = 'id' order by 1`,
    )
    expect(known).toEqual([{ tablename: 'subscribers' }, { tablename: 'subscriptions' }])
  })

  test('resumes after it was stopped between batches', async () => {
    const one = await ready()
    const stop = new AbortController()
    const progress: Context['progress'] = { step: (what) => what === 'import' && stop.abort() }
    await runImports({ ...room.app.context, progress }, stop.signal)
    const stopped = await now(one)
    expect(stopped.state).toBe('merging')
    expect([4000, 8000]).toContain(stopped.counts.added)
    expect(await everything()).toEqual([
      ...Array<number>(3).fill(stopped.counts.added),
      people - stopped.counts.added,
    ])
    await run(room.app.context)
    expect((await now(one)).counts).toMatchObject({ rows: people, added: people })
    expect(await everything()).toEqual([people, people, people, 0])
  })

  test('with one known reader keeps that reader unchanged', async () => {
    await room.reader(somebody, { name: 'As before', topics: ['nuclear'] })
    const one = await ready()
    await run(room.app.context)
    expect((await now(one)).counts).toMatchObject({ added: people - 1, known: 1 })
    expect(await everything()).toEqual([people, people, people, 0])
    expect(await home.rows(`select name from subscribers where email = '${somebody}'`)).toEqual([
      { name: 'As before' },
    ])
  })

  test('continues with whole batches after one with a known reader', async () => {
    const { store } = room.app.context
    await room.reader(address(1))
    await ready()
    const whole: number[] = []
    await runWith((tx) => ({
      async addStrangers(stretch, how) {
        const made = await tx.importMerges.addStrangers(stretch, how)
        if (made.added === made.waiting) whole.push(stretch.after)
        return made
      },
    }))
    expect(whole.includes(8000)).toBe(store.backend === 'postgres')
    expect(await everything()).toEqual([people, people, people, 0])
  })

  test.each(['suppressed', 'left'])(
    'with one reader to be rejected as %s skips that one',
    async (outcome) => {
      await suppressAddress(room.app.context, somebody, {
        reason: 'asked by phone',
        actor: commandActor,
        dryRun: false,
      })
      if (outcome === 'left') {
        await home.execute(
          'insert into leavers (hash, digest_id, left_at) select hash, 0, 1 from suppressions',
        )
        await home.execute('delete from suppressions')
      }
      const one = await ready()
      await run(room.app.context)
      expect((await now(one)).counts).toMatchObject({ added: people - 1, [outcome]: 1 })
      expect(await everything()).toEqual([people - 1, people - 1, people - 1, 1])
    },
  )

  test.each([1, 2])('imports nothing from batch %i on if that fails', async (failing) => {
    const one = await ready()
    const fault = new Error('the database is gone')
    const failed = runWith((tx) => ({
      async forget(stretch) {
        if (stretch.after === (failing - 1) * 4000) throw fault
        return tx.importMerges.forget(stretch)
      },
    }))
    await expect(failed).rejects.toBe(fault)
    const added = (failing - 1) * 4000
    expect((await now(one)).cursor).toBe(added)
    expect(await everything()).toEqual([added, added, added, people - added])
    await run(room.app.context)
    expect((await now(one)).counts).toMatchObject({ rows: people, added: people })
  })

  // Other databases have a single writing connection.
  test.skipIf(name !== 'PostgreSQL')(
    'does not restore a person erased while their row is merged',
    async () => {
      const one = await ready()
      let isErased = false
      await runWith((tx) => ({
        async forget(stretch) {
          if (!isErased && stretch.after === 4000) {
            isErased = true
            await home.execute(`delete from import_rows where email = '${somebody}'`)
          }
          return tx.importMerges.forget(stretch)
        },
      }))
      expect((await now(one)).counts).toMatchObject({ added: people - 1 })
      expect(await home.rows(`select name from subscribers where email = '${somebody}'`)).toEqual([])
      expect(await everything()).toEqual([people - 1, people - 1, people - 1, 0])
    },
  )
})
