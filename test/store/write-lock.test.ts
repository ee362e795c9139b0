import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sqliteDialect } from '../../src/store/dialect/sqlite.ts'
import { retryingLock, yieldingLock, type Time } from '../../src/store/dialect/write-lock.ts'
import { openStore, type StoreOptions } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { putMigrated } from './dialects.ts'

let folder: string
let file: string
let opened: { close(): unknown }[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daywire-lock-'))
  file = join(folder, 'test.db')
  opened = []
  await putMigrated(file)
})
afterEach(async () => {
  for (const one of opened) await one.close()
  await rm(folder, { recursive: true })
})

const kept = <One extends { close(): unknown }>(one: One): One => {
  opened.push(one)
  return one
}
const connection = () => kept(new Database(file))
const store = (options: StoreOptions = {}): Store =>
  kept(openStore(`sqlite:${file}`, join(folder, 'media'), options))

test.each<[string, (own: Store) => Promise<unknown>]>([
  ['a transaction', (own) => own.transaction((tx) => tx.newsroom.putSetting('place', 'here'))],
  ['a statement that writes by itself', (own) => own.newsroom.putSetting('place', 'here')],
])('%s waits for another connection without blocking its thread', async (_what, write) => {
  const other = connection()
  other.exec('begin immediate')
  const order: string[] = []
  const written = write(store()).then(() => order.push('written'))
  for (let answers = 0; answers < 20; answers += 1) await turn()
  order.push('answered')
  other.exec('commit')
  await written
  expect(order).toEqual(['answered', 'written'])
  expect(other.prepare("select value from settings where name = 'place'").get()).toEqual({ value: 'here' })
})

test('a statement by itself that fails leaves the lock, and nothing behind', async () => {
  const db = new Kysely<unknown>({ dialect: sqliteDialect(file) })
  kept({ close: () => db.destroy() })
  const put = (name: string) => sql`insert into settings (name, value) values (${name}, 'here')`.execute(db)
  await put('place')
  await expect(put('place')).rejects.toThrow('UNIQUE')
  connection().exec("insert into settings (name, value) values ('other', 'there')")
  const { rows } =
    await sql`select name from settings where name in ('place', 'other') order by name`.execute(db)
  expect(rows).toEqual([{ name: 'other' }, { name: 'place' }])
})

test('a write that waits goes before the next transaction of a bulk connection', async () => {
  const [bulk, own] = [store({ isBulk: true }), store()]
  const order: string[] = []
  const begun = Promise.withResolvers<void>()
  const enough = Promise.withResolvers<void>()
  const stretches = bulk
    .transaction(async (tx) => {
      await tx.newsroom.putSetting('place', 'first')
      begun.resolve()
      await enough.promise
      order.push('first stretch')
    })
    .then(() => bulk.transaction(async () => void order.push('second stretch')))
  await begun.promise
  const written = own.transaction(async () => void order.push('write'))
  for (let answers = 0; answers < 20; answers += 1) await turn()
  enough.resolve()
  await Promise.all([stretches, written])
  expect(order).toEqual(['first stretch', 'write', 'second stretch'])
})

/** A clock that only waiting moves. */
function ownTime(): Time & { at: number; waits: number[] } {
  return {
    at: 0,
    waits: [],
    now() {
      return this.at
    },
    async wait(ms) {
      this.waits.push(ms)
      this.at += ms
    },
  }
}

test('while others write, a bulk connection leaves them as long as it wrote itself, and else some tries', async () => {
  const [own, other, time] = [connection(), connection(), ownTime()]
  const bulk = yieldingLock(own, bound(time))
  const stretch = async (took: number): Promise<void> => {
    await bulk.take(async () => own.exec('begin immediate'))
    time.at += took
    own.exec('commit')
    bulk.left()
  }
  const write = (): unknown => other.exec("insert into settings (name, value) values (random(), 'x')")
  await stretch(80)
  await stretch(80)
  write()
  await stretch(50)
  write()
  await stretch(60_000)
  write()
  await stretch(60)
  await stretch(60)
  expect(time.waits).toEqual([3, 80, 50, 5_000, 3])
})

test('what a bulk connection wrote beside others it brings from the log into the database before it writes again', async () => {
  const [own, other] = [connection(), connection()]
  for (const one of [own, other]) one.pragma('wal_autocheckpoint = 0')
  const bulk = yieldingLock(own, bound(ownTime()))
  const inDatabase = async (): Promise<unknown> => {
    const copy = join(folder, 'copy.db')
    await copyFile(file, copy)
    const alone = new Database(copy)
    const { count } =
      alone.prepare<[], { count: number }>('select count(*) as count from settings').get() ?? {}
    alone.close()
    return count
  }
  const before = await inDatabase()
  for (const name of ['first', 'second']) {
    await bulk.take(async () => own.exec('begin immediate'))
    own.exec(`insert into settings (name, value) values ('${name}', 'x'); commit`)
    bulk.left()
  }
  expect(await inDatabase()).toBe(before)
  other.exec("insert into settings (name, value) values ('third', 'x')")
  await bulk.take(async () => own.exec('begin immediate'))
  expect(await inDatabase()).toBe(Number(before) + 3)
})

test('a lock that another connection keeps for fifteen seconds is an error that says so', async () => {
  const [own, other, time] = [connection(), connection(), ownTime()]
  other.exec('begin immediate')
  const taking = retryingLock(own, bound(time)).take(async () => own.exec('begin immediate'))
  await expect(taking).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
  expect(time.at).toBe(15_000)
})

test('another fault than a lock is not tried again', async () => {
  const time = ownTime()
  const broken = async (): Promise<never> => Promise.reject(new Error('disk I/O error'))
  await expect(retryingLock(connection(), bound(time)).take(broken)).rejects.toThrow('disk I/O error')
  expect(time.waits).toEqual([])
})

const bound = (time: ReturnType<typeof ownTime>): Time => ({
  now: () => time.now(),
  wait: (ms) => time.wait(ms),
})
