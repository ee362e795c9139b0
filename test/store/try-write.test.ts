import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dialects, type TestDatabase } from './dialects.ts'

describe.each(dialects)('$name', ({ name, open }) => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await open()
  })
  afterEach(() => database.drop())

  test('a write is attempted, and changes nothing', async () => {
    const { store } = database
    await store.newsroom.putSetting('place', 'here')
    expect(await store.tryWrite()).toBe(true)
    expect(await store.newsroom.setting('place')).toBe('here')
    expect(await store.size()).toBeGreaterThan(100_000)
  })

  test.skipIf(name !== 'SQLite')('a lock that another process holds is not waited for', async () => {
    const { store, folder } = database
    const other = new Database(join(folder, 'test.db'))
    other.exec('begin immediate')
    expect(await store.tryWrite()).toBe(false)
    other.exec('commit')
    other.close()
    expect(await store.tryWrite()).toBe(true)
  })
})
