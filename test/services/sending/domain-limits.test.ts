import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { openPace } from '../../../src/services/sending/limits/pace.ts'
import { changeLimits } from '../../../src/services/sending/limits/limits.ts'
import { startScriptedServer, type Script } from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, tickingFrom, type TestNewsroom } from '../newsroom.ts'
import { english } from '../../../src/core/said/sentence.ts'
import { inWords } from '../../in-words.ts'

describe.each(dialects)('a domain’s limits in one call, on $name', ({ open }) => {
  let room: TestNewsroom

  const context = () => room.app.context
  const counts = (id: number) => context().store.deliveries.counts(id)
  const readers = async (count: number, domain: string) => {
    for (let index = 0; index < count; index++) await room.reader(`reader${index}@${domain}`)
  }
  /** Sends to a server and returns who got an e-mail. */
  const withServer = async (script: Script, work: (port: number) => Promise<unknown>): Promise<string[]> => {
    const server = await startScriptedServer(script)
    try {
      await work(server.port)
      return server.mails.map(({ to }) => to)
    } finally {
      await server.close()
    }
  }

  beforeEach(async () => {
    room = await testNewsroom(await open())
  })
  afterEach(() => room.close())

  test('e-mails due within a second are sent in turn, and none is deferred', async () => {
    await readers(24, 'slow.example.org')
    const edition = await room.sending()
    await changeLimits(context(), { domain: { name: 'slow.example.org', perMinute: 1_200 } }, commandActor)
    const seen: ReturnType<typeof counts>[] = []
    const act: Script['act'] = (stage) => {
      if (stage === 'body') seen.push(counts(edition.id))
      return undefined
    }
    const clock = tickingFrom(context().clock.now())
    const got = await withServer({ act }, (port) => deliver(room.sendingTo(port, { clock }), edition))
    expect(new Set(got).size).toBe(24)
    expect((await Promise.all(seen)).filter(({ deferred }) => deferred !== undefined)).toEqual([])
  })

  test('e-mails due later than that are waited for', async () => {
    await readers(12, 'slow.example.org')
    const edition = await room.sending()
    await changeLimits(context(), { domain: { name: 'slow.example.org', perMinute: 300 } }, commandActor)
    const clock = tickingFrom(context().clock.now())
    const got = await withServer({}, (port) => deliver(room.sendingTo(port, { clock }), edition))
    expect(new Set(got).size).toBe(12)
    expect(await counts(edition.id)).toEqual({ sent: 12 })
  })

  test('a deferred e-mail also counts as deferred once it is due', async () => {
    await changeLimits(context(), { domain: { name: 'slow.example.org', perMinute: 1 } }, commandActor)
    const began = room.clock.now()
    const pace = openPace(context(), new AbortController().signal)
    const asked = [await pace.leave('a@slow.example.org'), await pace.leave('b@slow.example.org')]
    expect(asked.map(({ ok }) => ok)).toEqual([true, false])
    room.clock.set('2026-11-11T06:40Z')
    expect([pace.hasPutOff(began), pace.hasPutOff(room.clock.now())]).toEqual([true, false])
    await pace.close()
  })

  test('one connection sends all e-mails of its domain, one by one, and no row is deferred meanwhile', async () => {
    await readers(8, 'slow.example.org')
    await readers(8, 'example.org')
    const edition = await room.sending()
    await changeLimits(context(), { domain: { name: 'slow.example.org', connections: 1 } }, commandActor)
    let [isOpen, most] = [0, 0]
    const act: Script['act'] = (stage, _before, to) => {
      if (!to.endsWith('@slow.example.org')) return undefined
      if (stage === 'RCPT') most = Math.max(most, ++isOpen)
      if (stage === 'body') isOpen -= 1
      return undefined
    }
    // On this clock, which stands still, a deferred row is never due again.
    const got = await withServer({ act }, (port) => deliver(room.sendingTo(port), edition))
    expect([got.length, most]).toEqual([16, 1])
    const rows = await context().store.deliveries.list({ editionId: edition.id, status: null, count: 20 })
    expect(
      new Set(rows.map(({ status, attempts, reason }) => `${status} ${attempts} ${english(reason ?? '')}`)),
    ).toEqual(new Set(['sent 1 ']))
  })

  test('an e-mail that a limit defers after a refusal keeps the reply', async () => {
    await readers(4, 'slow.example.org')
    const edition = await room.sending()
    const refuse: Script['act'] = (stage) => (stage === 'RCPT' ? { reply: '451 4.3.0 not now' } : undefined)
    await withServer({ act: refuse }, (port) => deliver(room.sendingTo(port), edition))
    await changeLimits(context(), { domain: { name: 'slow.example.org', perMinute: 1 } }, commandActor)
    room.clock.set('2026-11-10T06:40Z')
    const got = await withServer({}, (port) => deliver(room.sendingTo(port), edition))
    expect(got).toHaveLength(1)
    const deferred = { editionId: edition.id, status: 'deferred', count: 9 } as const
    const row = {
      reply: '451 4.3.0 not now',
      reason: 'at most 1 e-mail a minute is sent to slow.example.org',
    }
    expect(inWords(await context().store.deliveries.list(deferred))).toMatchObject([row, row, row])
  })
})
