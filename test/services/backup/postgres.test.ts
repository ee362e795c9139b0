import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeBackup } from '../../../src/services/backup/backup.ts'
import { moveDatabase } from '../../../src/services/backup/move.ts'
import { restoreBackup } from '../../../src/services/backup/restore.ts'
import { openDisk } from '../../../src/store/disk/disk.ts'
import { openStore } from '../../../src/store/open.ts'
import { silentProgress, systemRandom } from '../../../src/system.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

/** The PostgreSQL one of the two; PGlite has one database for all. */
const postgres = dialects[1]!
const clock = { now: () => Temporal.Instant.from('2026-11-23T08:00Z') }
const picture = { bytes: Buffer.from('a picture'), type: 'image/png' as const, width: 1, height: 1 }

let database: TestDatabase
let folder: string
/** On the database, if a test has one: it also drops it. */
let room: TestNewsroom | null

beforeEach(async () => {
  room = null
  database = await postgres.open()
  folder = await mkdtemp(join(tmpdir(), 'daywire-backup-'))
})

afterEach(async () => {
  await (room ? room.close() : database.drop())
  await rm(folder, { recursive: true })
})

/** PostgreSQL is already open; closing this does not end the test's. */
const open = (url: string, media: string) =>
  url.startsWith('postgres:') ? { ...database.store, close: async () => undefined } : openStore(url, media)

/** By the size of the volume. */
const asUsual = { floor: null, reserve: null }

/** Its data folder does not exist yet. */
const disk = openDisk(
  { databaseUrl: 'postgres:', dataFolder: join(tmpdir(), 'daywire-none') },
  asUsual,
  systemRandom,
)

const deps = { clock, progress: silentProgress, version: '0.0.0', openStore: open, disk }

async function backUp(): Promise<string> {
  const places = {
    databaseUrl: 'postgres:',
    dataFolder: join(folder, 'data'),
    folder: join(folder, 'backups'),
  }
  return (
    await makeBackup(
      { ...deps, store: database.store, disk: openDisk(places, asUsual, systemRandom) },
      places,
    )
  ).path
}

test('a backup of PostgreSQL contains its rows, and its pictures as files, and can be restored to PostgreSQL', async () => {
  await database.execute(`insert into settings (name, value) values ('newsroom', '{}')`)
  const hash = await database.store.media.put(picture, clock.now())
  const path = await backUp()
  expect(await readdir(path, { recursive: true })).toContain(`files/media/${hash.slice(0, 2)}/${hash}`)
  await database.drop()
  database = await postgres.open()
  const places = { databaseUrl: 'postgres:', dataFolder: join(folder, 'other') }
  await restoreBackup(deps, path, places)
  expect(await database.store.newsroom.setting('newsroom')).toBe('{}')
  expect(await database.store.media.get(hash)).toEqual(picture)
  expect(await database.store.sendingSettings.isPaused()).toBe(true)
  expect(await readdir(places.dataFolder)).toEqual([])
})

test('it can also be restored to SQLite', async () => {
  const hash = await database.store.media.put(picture, clock.now())
  const dataFolder = join(folder, 'other')
  const databaseUrl = `sqlite:${join(dataFolder, 'daywire.db')}`
  await restoreBackup(deps, await backUp(), { databaseUrl, dataFolder })
  const restored = openStore(databaseUrl, join(dataFolder, 'media'))
  expect(await restored.media.get(hash)).toEqual(picture)
  await restored.close()
})

test('after a move to SQLite, PostgreSQL sends nothing more, and SQLite is ready', async () => {
  await database.store.newsroom.claimSetting('place', await database.store.fingerprint())
  const place = { url: `sqlite:${join(folder, 'moved.db')}`, mediaFolder: join(folder, 'media') }
  await moveDatabase(deps, database.store, place)
  const moved = openStore(place.url, place.mediaFolder)
  expect(await database.store.sendingSettings.isPaused()).toBe(true)
  expect(await moved.sendingSettings.isPaused()).toBe(false)
  expect(await moved.newsroom.setting('place')).toBe(await moved.fingerprint())
  await moved.close()
})

test('nothing is moved while e-mails are being sent', async () => {
  const place = { url: `sqlite:${join(folder, 'moved.db')}`, mediaFolder: join(folder, 'media') }
  room = await testNewsroom(database)
  await room.reader('anna@example.org')
  const { date } = await room.sending()
  await database.execute(`update deliveries set status = 'inflight'`)
  await expect(moveDatabase(deps, database.store, place)).rejects.toThrow(
    `one e-mail of daily ${date.toString()} is being sent`,
  )
  expect(await readdir(folder)).not.toContain('moved.db')
})
