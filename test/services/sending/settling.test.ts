import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { resolveDeliveries } from '../../../src/services/sending/delivery/deliveries.ts'
import { startScriptedServer, type ScriptedServer } from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

describe.each(dialects)('unknown e-mails of a sent edition, on $name', ({ open }) => {
  let room: TestNewsroom
  let server: ScriptedServer

  beforeEach(async () => {
    server = await startScriptedServer({
      act: (stage, before) => (stage === 'body' && before < 2 ? 'drop' : undefined),
    })
    room = await testNewsroom(await open())
  })
  afterEach(async () => {
    await server.close()
    await room.close()
  })

  test('count as a person resolved them', async () => {
    for (const name of ['ann', 'bob', 'cem']) await room.reader(`${name}@example.org`)
    const edition = await room.sending()
    const context = room.sendingTo(server.port)
    await deliver(context, edition)
    expect(await room.edition(edition.id)).toMatchObject({ totals: { sent: 1, unknown: 2 } })
    const [row] = await context.store.deliveries.list({ editionId: edition.id, status: 'unknown', count: 1 })
    const settle = (email: string | null, as: 'sent' | 'failed') =>
      resolveDeliveries(context, edition, { email, as, reason: 'as the log says' }, commandActor)
    await settle(row?.email ?? null, 'sent')
    expect((await room.edition(edition.id)).totals).toEqual({ sent: 2, unknown: 1 })
    await settle(null, 'failed')
    expect((await room.edition(edition.id)).totals).toEqual({ sent: 2, failed: 1 })
  })
})
