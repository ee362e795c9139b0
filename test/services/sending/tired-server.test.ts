import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Wait } from '../../../src/core/ports.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { deliverPatiently } from '../../../src/services/sending/delivery/deliver-patiently.ts'
import { startScriptedServer, type Script, type ScriptedServer } from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const readers = 20

/** Ten connections, and then one after the other until it gives up. */
const mostConnections = 17

describe.each(dialects)('a server that accepts no e-mail, on $name', ({ open }) => {
  let room: TestNewsroom
  let server: ScriptedServer

  const rows = async (editionId: number) => {
    const all = await room.app.context.store.deliveries.list({ editionId, status: null, count: readers })
    return Map.groupBy(all, ({ status, attempts }) => `${status} after ${attempts}`)
  }

  /** Time advances only once all ten have reached the server, as it would; by then one has retried, which waits for nothing. */
  const sendingContext = () => {
    const context = room.sendingTo(server.port)
    const wait: Wait = async (ms, signal) => {
      while (!signal.aborted && (server.connections < 11 || server.open > 0)) await turn()
      await context.wait(ms, signal)
    }
    return { ...context, wait }
  }

  beforeEach(async () => {
    room = await testNewsroom(await open())
    for (let index = 0; index < readers; index++) await room.reader(`reader@domain${index}.example`)
  })
  afterEach(async () => {
    await server.close()
    await room.close()
  })

  test.for<[string, Script]>([
    [
      'answers each MAIL with 421',
      { act: (stage) => (stage === 'MAIL' ? { reply: '421 4.3.2 not now' } : undefined) },
    ],
    [
      'answers each MAIL with 451',
      { act: (stage) => (stage === 'MAIL' ? { reply: '451 4.3.0 not now' } : undefined) },
    ],
    ['closes at each MAIL', { act: (stage) => (stage === 'MAIL' ? 'drop' : undefined) }],
    ['closes at each RCPT', { act: (stage) => (stage === 'RCPT' ? 'drop' : undefined) }],
  ])(
    'one that %s: is not tried again after some connections, and no e-mail has lost an attempt',
    async ([, script]) => {
      server = await startScriptedServer(script)
      const edition = await room.sending()
      const before = room.clock.now()
      await expect(deliverPatiently(sendingContext(), [edition])).rejects.toMatchObject({
        code: 'smtp-unavailable',
        message: expect.stringContaining('before it accepts an e-mail'),
      })
      expect(server.connections).toBeLessThanOrEqual(mostConnections)
      // It was given a minute, and no more.
      expect(room.clock.now().since(before).total('seconds')).toBeLessThanOrEqual(61)
      const found = await rows(edition.id)
      expect([...found.keys()].filter((key) => !/^(queued|deferred) after 0$/.test(key))).toEqual([])
      expect(await room.edition(edition.id)).toMatchObject({ status: 'sending' })
    },
  )

  test('one that closes after each 354: is not tried for ever', async () => {
    server = await startScriptedServer({
      act: (stage) => (stage === 'DATA' ? { reply: '354 go on', after: 'end' } : undefined),
    })
    const edition = await room.sending()
    await deliverPatiently(room.sendingTo(server.port), [edition]).catch(() => undefined)
    // If the connection ended after the body began, the outcome of the e-mail is unknown.
    for (const key of (await rows(edition.id)).keys())
      expect(key).toMatch(/^((queued|deferred) after 0|unknown after 1)$/)
  })

  test('one that closes each connection: is tried once by each connection', async () => {
    server = await startScriptedServer({ act: (stage) => (stage === 'greeting' ? 'drop' : undefined) })
    const edition = await room.sending()
    await expect(deliver(sendingContext(), edition)).rejects.toMatchObject({ code: 'smtp-unavailable' })
    expect(server.connections).toBeLessThanOrEqual(mostConnections)
    expect([...(await rows(edition.id)).keys()]).toEqual(['queued after 0'])
  })

  test('one that closes only at some addresses: gets the others, and those wait', async () => {
    const isBad = (to: string) => /domain[0-3]\.example/.test(to)
    server = await startScriptedServer({
      act: (stage, _before, to) => (stage === 'RCPT' && isBad(to) ? 'drop' : undefined),
    })
    const edition = await room.sending()
    await deliver(room.sendingTo(server.port), edition).catch(() => undefined)
    expect(new Set(server.mails.map(({ to }) => to)).size).toBe(readers - 4)
    expect((await rows(edition.id)).get('sent after 1')).toHaveLength(readers - 4)
  })
})
