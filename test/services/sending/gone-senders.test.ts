import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recoverRows } from '../../../src/services/sending/delivery/ledger/recover.ts'
import { workerName } from '../../../src/services/workers.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const dead = 999_999_999
/** The same host and process, in another namespace of process ids. */
const elsewhere = (pid: number) => workerName('other', pid).replace(/\/[^:]+/, '/00000000')

describe.each(dialects)('a sender that holds a row, on $name', ({ open }) => {
  let room: TestNewsroom
  let edition: Edition

  const claims = () => room.app.context.store.claims
  const counts = () => room.app.context.store.deliveries.counts(edition.id)
  const recovered = async () => {
    await recoverRows(room.app.context, edition.id, false)
    return counts()
  }
  const holdInFlight = async (worker: string) => {
    const now = room.clock.now()
    const held = await claims().claim(edition.id, now, { worker, until: now.add({ minutes: 1 }) }, 1)
    await claims().markInflight(held, { worker, revision: 1, exclusions: 0 }, now)
    expect(await counts()).toEqual({ inflight: 1 })
  }

  beforeEach(async () => {
    room = await testNewsroom(await open())
    await room.reader('ada@example.org')
    edition = await room.sending()
  })
  afterEach(() => room.close())

  test('is gone once its process has ended', async () => {
    await holdInFlight(workerName('gone', dead))
    expect(await recovered()).toEqual({ unknown: 1 })
  })

  test.each([
    { who: 'runs here', worker: workerName('other') },
    { who: 'runs elsewhere under the same host name', worker: elsewhere(process.pid) },
    { who: 'has an id elsewhere that no process has here', worker: elsewhere(dead) },
  ])('is not gone before its lease has expired if it $who', async ({ worker }) => {
    await holdInFlight(worker)
    room.clock.set('2026-11-10T06:31:09Z')
    expect(await recovered()).toEqual({ inflight: 1 })
    room.clock.set('2026-11-10T06:31:10Z')
    expect(await recovered()).toEqual({ unknown: 1 })
  })
})
