import { afterEach, expect, test } from 'vitest'
import { copyDatabase } from '../../../src/services/backup/copy-database.ts'
import type { Store } from '../../../src/store/store.ts'
import { silentProgress } from '../../../src/system.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { fillEveryTable } from './every-table.ts'

const opened: TestDatabase[] = []

afterEach(async () => {
  for (const database of opened.splice(0)) await database.drop()
})

async function pair(from: number): Promise<[TestDatabase, TestDatabase]> {
  const [one, other] = [await dialects[from]!.open(), await dialects[1 - from]!.open()]
  opened.push(one, other)
  return [one, other]
}

const plain = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)

async function allRows(store: Store): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {}
  for (const table of await store.rows.tables())
    if (table.name !== 'media_files')
      found[table.name] = (await store.rows.after(table, null, 1_000))
        .map((row) => JSON.stringify(Object.entries(row).map(([name, value]) => [name, plain(value)])))
        .toSorted()
  return found
}

test.each([
  ['SQLite to PostgreSQL', 0],
  ['PostgreSQL to SQLite', 1],
])('every row of every table is copied, %s', async (_, at) => {
  const [from, to] = await pair(at)
  const filled = await fillEveryTable(from, 45)
  const counts = await copyDatabase(from.store, to.store, silentProgress)
  expect(Object.keys(filled).length).toBeGreaterThan(50)
  expect(counts).toMatchObject(filled)
  expect(await allRows(to.store)).toEqual(await allRows(from.store))
})

test.each([
  ['SQLite through PostgreSQL', 0],
  ['PostgreSQL through SQLite', 1],
])('nothing changes there and back: from %s', async (_, at) => {
  const [from, between] = await pair(at)
  await fillEveryTable(from, 7)
  const before = await allRows(from.store)
  await copyDatabase(from.store, between.store, silentProgress)
  await from.drop()
  const back = await dialects[at]!.open()
  opened.splice(opened.indexOf(from), 1, back)
  await copyDatabase(between.store, back.store, silentProgress)
  expect(await allRows(back.store)).toEqual(before)
})

test.each([
  ['SQLite', 1],
  ['PostgreSQL', 0],
])('ids continue after the copied ones, in %s', async (_, at) => {
  const [from, to] = await pair(at)
  await fillEveryTable(from, 3)
  await copyDatabase(from.store, to.store, silentProgress)
  await to.execute(`insert into tags (name, key, created_at) values ('new', 'new', 0)`)
  expect(await to.rows(`select cast(id as integer) as id from tags where name = 'new'`)).toEqual([{ id: 4 }])
})

test('a row that the other database alters is detected', async () => {
  const [from, to] = await pair(1)
  await from.execute(`insert into settings (name, value) values ('one', '1')`)
  await to.execute(
    `create trigger changed after insert on settings begin update settings set value = '2'; end`,
  )
  await expect(copyDatabase(from.store, to.store, silentProgress)).rejects.toThrow(
    'a row of settings (["one"])',
  )
})

test('pictures go to the storage of the other database', async () => {
  const [from, to] = await pair(0)
  const file = { bytes: Buffer.from('a picture'), type: 'image/png' as const, width: 1, height: 1 }
  const hash = await from.store.media.put(file, Temporal.Instant.from('2026-11-23T08:00Z'))
  await copyDatabase(from.store, to.store, silentProgress)
  expect(await to.store.media.get(hash)).toEqual(file)
  expect(await to.rows('select hash from media_files')).toEqual([{ hash }])
})
