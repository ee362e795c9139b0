import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../src/core/entities/actor.ts'
import type { Digest } from '../../src/core/entities/newsroom.ts'
import { collectDue } from '../../src/services/collecting/reading/collect-due.ts'
import { openDiskWatch, type DiskWatch } from '../../src/services/disk/watch-disk.ts'
import { advanceEditions } from '../../src/services/editions/composing/advance-editions.ts'
import { uploadList } from '../../src/services/imports/starting/upload-list.ts'
import { stampOf } from '../../src/web/public/joining/form.ts'
import { smallDisk } from '../small-disk.ts'
import { signedIn } from './signed-in.ts'
import { reader, setUp, testPages, writeStory, type TestPages } from './pages.ts'

const megabyte = 1024 * 1024
const disk = await smallDisk(24 * megabyte)
if (!disk) process.stderr.write('left out: this user may not mount a small disk\n')

describe.skipIf(disk === null)('a disk without space', () => {
  if (!disk) return
  const { folder } = disk
  const file = join(folder, 'daywire.db')
  const reserve = join(folder, 'disk-reserve')
  let pages: TestPages
  let digest: Digest
  let watch: DiskWatch
  const { signal } = new AbortController()

  beforeEach(async () => {
    pages = await testPages({
      env: {
        DAYWIRE_DATA: folder,
        DAYWIRE_DATABASE_URL: `sqlite:${file}`,
        DAYWIRE_DISK_FLOOR: '4',
        DAYWIRE_DISK_RESERVE: '1',
      },
    })
    digest = await setUp(pages)
    watch = openDiskWatch(pages.app.context)
    await watch.look()
  })
  afterEach(async () => {
    await disk.empty()
    await pages.close()
    await disk.drop()
  })

  const state = () => pages.app.context.disk.space()?.state
  const statusOf = async (id: number) => (await pages.app.context.store.subscribers.byId(id))?.status
  const leave = (token: string) => pages.web.inject({ method: 'POST', url: `/news/u/${token}` })
  const ready = async () => {
    pages.wait({ seconds: 5 })
    const { statusCode, body } = await pages.web.inject('/readyz')
    return `${statusCode} ${body}`
  }
  /** Nothing is left in the files of the database, which it would write into first. */
  const useUp = async () => {
    const database = new Database(file)
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.close()
    await disk.leave(0)
  }

  test('below the floor, what can wait does; when it is full readers still leave; it says so, and goes on by itself', async () => {
    const { context } = pages.app
    const first = await reader(pages, digest, 'first@example.org')
    const second = await reader(pages, digest, 'second@example.org', 2)
    const shown = stampOf(pages.app)
    await writeStory(pages, 'a', ['headline: Seals counted in the hall', 'section: news'], 'Counted.')
    expect([state(), existsSync(reserve)]).toEqual(['ample', true])

    await disk.leave(2 * megabyte)
    await watch.look()
    await watch.look()
    expect(state()).toBe('low')
    expect(await context.store.messages.wasAlerted(`disk:${hostname()}:low:2026-11-20`)).toBe(true)
    const admin = await signedIn(context, 'admin')
    const desk = await pages.web.inject({ url: '/news/desk/editions', headers: admin.headers })
    expect(desk.body).toContain('The server’s disk is nearly full')
    await collectDue(context, signal)
    expect((await context.store.sources.list())[0]?.checkedAt).toBeNull()
    const upload = { fileName: 'list.csv', bytes: [Buffer.from('email\na@example.org\n')] }
    const bytes = (async function* () {
      yield* upload.bytes
    })()
    expect(await uploadList(context, digest, { ...upload, bytes }, commandActor)).toMatchObject({
      ok: false,
      code: 'disk-low',
      params: { floor: '4 MB', folder },
    })
    expect(await ready()).toBe('200 {"ok":true}')

    await useUp()
    expect(state()).toBe('full')
    expect((await leave(first)).statusCode).toBe(200)
    expect([await statusOf(1), existsSync(reserve)]).toEqual(['unsubscribed', false])
    const signUp = await pages.web.inject({
      method: 'POST',
      url: '/news/subscribe/daily/json',
      headers: { 'content-type': 'application/json' },
      payload: { email: 'third@example.org', topics: ['nuclear'], shown },
    })
    expect([signUp.statusCode, signUp.json()]).toEqual([
      503,
      { ok: false, message: expect.stringContaining('there is no space left on our server') },
    ])
    await watch.look()
    pages.clock.set(Temporal.Instant.from('2026-11-23T12:00Z'))
    await advanceEditions(context, signal)
    expect(await context.store.editions.newestScheduled(digest.id)).toBeNull()
    expect(await ready()).toBe('200 {"ok":true}')

    await useUp()
    const refused = await leave(second)
    expect([refused.statusCode, await statusOf(2)]).toEqual([503, 'active'])
    expect(refused.body).toContain('there is no space left on our server')
    expect(await ready()).toBe('503 {"ok":false,"reason":"nothing can be written, as the disk is full"}')

    await disk.empty()
    expect(await ready()).toBe('200 {"ok":true}')
    await watch.look()
    expect([state(), existsSync(reserve)]).toEqual(['ample', true])
    expect((await leave(second)).statusCode).toBe(200)
    expect(await statusOf(2)).toBe('unsubscribed')
    expect(pages.events.filter(({ name }) => name.startsWith('disk.')).map(({ name }) => name)).toEqual([
      'disk.low',
      'disk.full',
      'disk.ample',
    ])
  })
})
