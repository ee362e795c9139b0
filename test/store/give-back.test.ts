import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daywire-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A database with some 8 MB of deleted rows; `mode` as in `auto_vacuum`. */
async function shrunk(mode: 'none' | 'incremental') {
  const file = join(folder, 'daywire.db')
  if (mode === 'none') new Database(file).exec('pragma auto_vacuum = none; create table early (a)').close()
  const store = openStore(`sqlite:${file}`, join(folder, 'media'))
  await store.migrate()
  const names = Array.from({ length: 8 }, (_, index) => `row-${index}`)
  for (const name of names) await store.newsroom.putSetting(name, 'x'.repeat(1_000_000))
  await store.newsroom.putSetting('last', 'kept')
  for (const name of names) await store.newsroom.putSetting(name, null)
  return { store, size: () => statSync(file).size }
}

test('a database returns unused space, except for its reserve', async () => {
  const { store, size } = await shrunk('incremental')
  const freed = await store.giveBack({ keeps: 0.5, spare: 0 })
  const half = size()
  expect(freed).toBeGreaterThan(2_000_000)
  expect(half).toBeGreaterThan(4_000_000)
  expect(await store.giveBack({ keeps: 0, spare: 0 })).toBeGreaterThan(3_000_000)
  expect(size()).toBeLessThan(half - 3_000_000)
  expect([await store.newsroom.setting('last'), await store.damages()]).toEqual(['kept', []])
  expect(await store.giveBack({ keeps: 0, spare: 0 })).toBe(0)
  await store.close()
})

test('one of an earlier version is rewritten for that if there is space, and then also returns it', async () => {
  const { store, size } = await shrunk('none')
  expect(await store.giveBack({ keeps: 0, spare: 100_000 })).toBe(0)
  expect(await store.giveBack({ keeps: 0, spare: 100_000_000 })).toBeGreaterThan(7_000_000)
  const small = size()
  await store.newsroom.putSetting('more', 'x'.repeat(1_000_000))
  await store.newsroom.putSetting('more', null)
  expect(await store.giveBack({ keeps: 0, spare: 0 })).toBeGreaterThan(900_000)
  expect([size(), await store.damages()]).toEqual([small, []])
  await store.close()
})
