import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { resolveDeliveries } from '../../../src/services/sending/delivery/deliveries.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { startScriptedServer, type Act, type ScriptedServer, type Stage } from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { inWords } from '../../in-words.ts'

describe.each(dialects)('an e-mail three days late, on $name', ({ open }) => {
  let room: TestNewsroom
  let edition: Edition
  let server: ScriptedServer
  let first: Partial<Record<Stage, Act>>

  const send = () => deliver(room.sendingTo(server.port), edition)
  const row = async () =>
    (await room.app.context.store.deliveries.list({ editionId: edition.id, status: null, count: 1 }))[0]

  beforeEach(async () => {
    first = {}
    server = await startScriptedServer({
      act: (stage, before) => (before === 0 ? first[stage] : undefined),
    })
    room = await testNewsroom(await open())
    await room.reader('ada@example.org')
    edition = await room.sending()
  })
  afterEach(async () => {
    await server.close()
    await room.close()
  })

  test('is given up, although it was never tried', async () => {
    await expect(deliver(room.sendingTo(1), edition)).rejects.toThrow('nothing listens')
    expect(inWords(await row())).toMatchObject({ status: 'queued' })
    room.clock.set('2026-11-13T06:30Z')
    expect(await send()).toMatchObject({ closed: true })
    expect(inWords(await row())).toMatchObject({
      status: 'failed',
      reason: 'given up after a day',
      reply: null,
    })
    expect(server.mails).toEqual([])
  })

  test('is given up with the server’s last reply about it', async () => {
    first = { RCPT: { reply: '451 4.3.0 not now' } }
    await send()
    room.clock.set('2026-11-13T06:30Z')
    await send()
    const given = await row()
    expect(given).toMatchObject({ status: 'failed', reply: '451 4.3.0 not now' })
    expect(inWords(given?.reason)).toMatch(/^given up after a day/)
    expect(server.mails).toEqual([])
  })

  test('is sent if a person requested it', async () => {
    first = { body: 'drop' }
    await send()
    expect(inWords(await row())).toMatchObject({ status: 'unknown' })
    room.clock.set('2026-11-13T06:30Z')
    const wanted = { email: null, as: 'queued', reason: 'not in the log' } as const
    await resolveDeliveries(room.app.context, edition, wanted, commandActor)
    expect(await send()).toMatchObject({ closed: true, counts: { sent: 1 } })
    expect(server.mails).toHaveLength(1)
  })
})
