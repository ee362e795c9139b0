import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { startScriptedServer, type ScriptedServer } from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

describe.each(dialects)('outcomes of e-mails, on $name', ({ open }) => {
  let room: TestNewsroom
  let server: ScriptedServer

  beforeEach(async () => {
    server = await startScriptedServer({
      act: (stage, _before, to) => (stage === 'RCPT' && to === 'hanging@example.org' ? 'silence' : undefined),
    })
    room = await testNewsroom(await open())
  })
  afterEach(async () => {
    await server.close()
    await room.close()
  })

  test('are written while the only remaining e-mail hangs at the server', async () => {
    for (const name of ['ann', 'bob', 'cem', 'hanging']) await room.reader(`${name}@example.org`)
    const edition = await room.sending()
    // No time passes between failed connections.
    const context = room.sendingTo(server.port, { wait: async () => undefined })
    const delivered = deliver(context, edition)
    await expect
      .poll(() => context.store.deliveries.counts(edition.id), { timeout: 10_000 })
      .toEqual({ sent: 3, claimed: 1 })
    const ended = expect(delivered).rejects.toMatchObject({ code: 'smtp-unavailable' })
    await server.close()
    await ended
    expect(await context.store.deliveries.counts(edition.id)).toEqual({ sent: 3, queued: 1 })
  })
})
