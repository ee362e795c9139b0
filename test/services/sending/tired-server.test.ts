import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deliver } from '../../../src/services/sending/deliver.ts'
import { startScriptedServer, type ScriptedServer } from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const readers = 60

describe.each(dialects)('a server that answers 421 to every mail, on $name', ({ open }) => {
  let room: TestNewsroom
  let server: ScriptedServer

  beforeEach(async () => {
    server = await startScriptedServer({
      act: (stage) => (stage === 'MAIL' ? { reply: '421 4.3.2 shutting down' } : undefined),
    })
    room = await testNewsroom(await open())
  })
  afterEach(async () => {
    await server.close()
    await room.close()
  })

  test('is left in peace after some twenty connections, and all mails wait', async () => {
    for (let index = 0; index < readers; index++) await room.reader(`reader@domain${index}.example`)
    const edition = await room.sending()
    await expect(deliver(room.sendingTo(server.port), edition)).rejects.toMatchObject({
      code: 'smtp-unavailable',
    })
    // Each of the ten connections may have a mail under way when the twentieth refusal comes.
    expect(server.connections).toBeGreaterThanOrEqual(20)
    expect(server.connections).toBeLessThanOrEqual(30)
    const { queued = 0, deferred = 0, ...rest } = await room.app.house.store.deliveries.counts(edition.id)
    expect([queued + deferred, rest]).toEqual([readers, {}])
    expect(await room.edition(edition.id)).toMatchObject({ status: 'sending' })
  })
})
