import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { domainConnections } from '../../../src/services/sending/limits/domain-connections.ts'
import { changeLimits, limitsOf } from '../../../src/services/sending/limits/limits.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { startScriptedServer, type Act, type Stage } from '../../mail/scripted-server.ts'
import { at } from '../../store/cast.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { inWords } from '../../in-words.ts'

const now = at('2026-11-16T07:00Z')

describe.each(dialects)('limits on $name', ({ open }) => {
  let home: TestStore
  beforeEach(async () => {
    home = await open()
  })
  afterEach(() => home.drop())

  test('turns that one caller has taken are not given to another', async () => {
    const take = (from: Temporal.Instant) => home.store.pace.take('', from, 1_000, 1_000)
    const begins = [await take(now), await take(now), await take(now)]
    expect(begins.map((begin) => begin?.since(now).total('milliseconds') ?? null)).toEqual([0, 1_000, null])
    expect((await take(now.add({ seconds: 5 })))?.toString()).toBe(now.add({ seconds: 5 }).toString())
  })

  test('a domain’s connections are shared by processes, and free again once a holder is gone', async () => {
    let time = now
    const process = (worker: string) =>
      domainConnections({
        store: home.store,
        clock: { now: () => time },
        settings: {
          worker,
          publicUrl: '',
          dataFolder: '',
          embeddedMailbox: true,
          secondFactorOfAll: false,
          signUps: { perHour: 300, origins: [], isChallenged: false },
          bounceAddress: null,
          hooks: [],
          isArchiveClosed: false,
          asksDomains: false,
        },
      })
    const [one, other] = [process('a'), process('b')]
    expect([await one.take('a.example', 2), await one.take('a.example', 2)]).toEqual([true, true])
    expect([await one.take('a.example', 2), await other.take('a.example', 2)]).toEqual([false, false])
    expect(await other.take('b.example', 2)).toBe(true)
    one.giveBack('a.example')
    expect(await one.take('a.example', 2)).toBe(true)
    time = now.add({ seconds: 61 })
    expect(await other.take('a.example', 2)).toBe(true)
    await other.close()
    const last = process('c')
    expect(await last.take('a.example', 2)).toBe(true)
    await Promise.all([one.close(), last.close()])
  })

  test('an edition that ends keeps the connections of another in the same process', async () => {
    const sender = (worker: string) =>
      domainConnections({
        store: home.store,
        clock: { now: () => now },
        settings: {
          worker,
          publicUrl: '',
          dataFolder: '',
          embeddedMailbox: true,
          secondFactorOfAll: false,
          signUps: { perHour: 300, origins: [], isChallenged: false },
          bounceAddress: null,
          hooks: [],
          isArchiveClosed: false,
          asksDomains: false,
        },
      })
    const [morning, flash, elsewhere] = [sender('a'), sender('a'), sender('b')]
    expect([await morning.take('a.example', 2), await flash.take('a.example', 2)]).toEqual([true, true])
    await morning.close()
    expect([await elsewhere.take('a.example', 2), await elsewhere.take('a.example', 2)]).toEqual([
      true,
      false,
    ])
    await Promise.all([flash.close(), elsewhere.close()])
  })
})

describe.each(dialects)('sending under limits on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let edition: Edition

  const context = () => room.app.context
  const counts = () => home.store.deliveries.counts(edition.id)
  const rows = () => home.store.deliveries.list({ editionId: edition.id, status: 'deferred', count: 9 })

  const send = async (act: (stage: Stage, before: number) => Act | undefined = () => undefined) => {
    const server = await startScriptedServer({ act })
    try {
      // A random rest, or the wait after a refusal, could be so short that sending waits for its end.
      const random = { ...context().random, next: () => 0.99 }
      await deliver(room.sendingTo(server.port, { random }), edition)
      return { to: server.mails.map(({ to }) => to), connections: server.connections }
    } finally {
      await server.close()
    }
  }

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    for (const name of ['ann', 'bob', 'cem', 'dot']) await room.reader(`${name}@slow.example.org`)
    await room.reader('eva@example.org')
    edition = await room.sending()
  })
  afterEach(() => room.close())

  test('a domain’s e-mails are sent one by one, the others at once', async () => {
    await changeLimits(context(), { domain: { name: 'Slow.example.org', perMinute: 1 } }, commandActor)
    expect((await limitsOf(context())).domains).toEqual({
      'slow.example.org': { perMinute: 1, connections: null },
    })
    expect((await send()).to).toHaveLength(2)
    expect(await counts()).toEqual({ sent: 2, deferred: 3 })
    expect(inWords((await rows()).map(({ reason }) => reason))).toContain(
      'at most 1 e-mail a minute is sent to slow.example.org',
    )
    for (const minute of ['31', '32', '33']) {
      room.clock.set(`2026-11-10T06:${minute}:11Z`)
      expect((await send()).to).toHaveLength(1)
    }
    expect(await counts()).toEqual({ sent: 5 })
  })

  test('an e-mail that a limit defers is not counted as an attempt', async () => {
    await changeLimits(context(), { domain: { name: 'slow.example.org', perMinute: 1 } }, commandActor)
    await send()
    expect((await rows()).map(({ attempts }) => attempts)).toEqual([0, 0, 0])
    room.clock.set('2026-11-10T06:31:11Z')
    await send((stage) => (stage === 'RCPT' ? { reply: '451 4.3.0 not now' } : undefined))
    expect((await rows()).map(({ attempts }) => attempts).toSorted((a, b) => a - b)).toEqual([0, 0, 1])
  })

  test('a domain that asks for fewer e-mails rests, and gets them later', async () => {
    let refused = 0
    const { to } = await send((stage) =>
      stage === 'RCPT' && refused++ === 0 ? { reply: '451 4.7.1 too many, slow down' } : undefined,
    )
    expect(to.length).toBeGreaterThan(0)
    expect(await home.store.pace.rests()).toMatchObject([{ steps: 1 }])
    room.clock.set('2026-11-10T07:00Z')
    await send()
    expect(await counts()).toEqual({ sent: 5 })
    expect(await home.store.pace.rests()).toEqual([])
  })

  test('a connection is closed after a number of e-mails', async () => {
    await changeLimits(context(), { perConnection: 1 }, commandActor)
    expect((await send()).connections).toBe(5)
  })

  test('the refusal of an unknown address is counted for the address', async () => {
    let refused = 0
    await send((stage) =>
      stage === 'RCPT' && refused++ === 0 ? { reply: '550 5.1.1 no such user' } : undefined,
    )
    const [row] = await home.store.deliveries.list({ editionId: edition.id, status: 'failed', count: 9 })
    const [reader] = await home.store.subscribers.byIds([row?.subscriptionId ?? 0])
    expect(inWords(row)).toMatchObject({ reply: '550 5.1.1 no such user', reason: 'refused at rcpt' })
    expect(await home.store.subscribers.refusalsOf(reader?.subscriberId ?? 0)).toMatchObject({ count: 1 })
  })
})
