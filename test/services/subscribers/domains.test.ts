import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { allReaders } from '../../../src/core/entities/readers/reader-filter.ts'
import type { ReaderFlag } from '../../../src/core/entities/readers/reader-flag.ts'
import type { Event } from '../../../src/core/events.ts'
import { openHandlers } from '../../../src/jobs/handlers/handlers.ts'
import { doctor } from '../../../src/services/newsroom/doctor/doctor.ts'
import { askDomain } from '../../../src/services/subscribers/hygiene/domains/ask-domain.ts'
import { askDomains } from '../../../src/services/subscribers/hygiene/domains/ask-domains.ts'
import { noteDomains } from '../../../src/services/subscribers/hygiene/domains/note-domains.ts'
import { listReaders } from '../../../src/services/subscribers/readers/list-readers.ts'
import { removeSubscriber } from '../../../src/services/subscribers/remove-subscriber.ts'
import { suppressAddress } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { openResolver } from '../../../src/system.ts'
import { startDnsServer, type DnsName, type DnsServer } from '../../dns-server.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const { signal } = new AbortController()
let dns: DnsServer
beforeEach(async () => {
  dns = await startDnsServer()
})
afterEach(() => dns.close())

describe('a domain accepts e-mail', () => {
  const ways: [way: string, name: DnsName, asked: string[]][] = [
    ['with MX records', { mx: ['in.herald.net', 'in2.herald.net'] }, ['MX']],
    ['with an address alone (RFC 5321, 5.1)', { a: ['192.0.2.1'] }, ['MX', 'A']],
    [
      'with an IPv6 address alone',
      { aaaa: [[32, 1, 13, 184, ...Array<number>(12).fill(1)]] },
      ['MX', 'A', 'AAAA'],
    ],
  ]
  test.each(ways)('%s', async (_, name, asked) => {
    dns.names['herald.net'] = name
    expect(await askDomain('herald.net', openResolver([dns.address]))).toBe('fine')
    expect(dns.asked).toEqual(asked.map((type) => `${type} herald.net`))
  })

  test('not with a null MX (RFC 7505), nor if it has neither MX nor address, nor if it does not exist', async () => {
    dns.names = { 'null.net': { mx: [''], a: ['192.0.2.1'] }, 'empty.net': {} }
    const resolver = openResolver([dns.address])
    expect(await askDomain('null.net', resolver)).toBe('takes-no-mail')
    expect(await askDomain('empty.net', resolver)).toBe('no-such-domain')
    expect(await askDomain('gone.net', resolver)).toBe('no-such-domain')
  })

  test('unknown if DNS fails, also if only the query for an address does', async () => {
    dns.names = { 'broken.net': 'servfail', 'shy.net': 'refused' }
    const resolver = openResolver([dns.address])
    expect(await askDomain('broken.net', resolver)).toBeNull()
    expect(await askDomain('shy.net', resolver)).toBeNull()
    const failing = { mailServers: async () => [], addresses: () => Promise.reject(new Error('ETIMEOUT')) }
    expect(await askDomain('slow.net', failing)).toBeNull()
  })
})

describe.each(dialects)('domains of readers, on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom
  let events: Event[]
  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    events = []
    dns.names = { 'herald.net': { mx: ['in.herald.net'] }, 'null.net': { mx: [''] } }
  })
  afterEach(() => room.close())

  const contextNow = () => ({
    ...room.app.context,
    resolver: openResolver([dns.address]),
    events: { emit: (event: Event) => void events.push(event) },
    // The latest time for the next DNS query.
    random: { ...room.app.context.random, next: () => 1 },
  })
  const ask = () => askDomains(contextNow(), signal)
  const kept = async () =>
    Object.fromEntries(
      (await home.rows('select domain, verdict from mail_domains order by domain')).map((row) => [
        String(row['domain']),
        row['verdict'],
      ]),
    )
  const listed = async (flag: ReaderFlag | null) => {
    const filter = { ...allReaders(room.digest.id), flag }
    const { rows } = await listReaders(room.app.context, commandActor, filter, { after: null, count: 9 })
    return rows.map(({ email, flags }) => [email, ...flags].join(' '))
  }
  const flagged = () => listed('no-mail')
  const askedAbout = () => [...new Set(dns.asked.map((question) => question.split(' ')[1] ?? ''))].toSorted()

  test('are queried once, whoever of them gets e-mail, and flagged if they accept no e-mail', async () => {
    for (const email of ['ada@herald.net', 'bo@herald.net', 'info@null.net', 'cy@gone.net'])
      await room.reader(email)
    expect(await flagged()).toEqual([])
    await ask()
    expect(await kept()).toEqual({ 'gone.net': 'no-mail', 'herald.net': 'mail', 'null.net': 'no-mail' })
    expect(await flagged()).toEqual(['cy@gone.net no-mail', 'info@null.net role no-mail'])
    const { length } = dns.asked
    await ask()
    expect(dns.asked).toHaveLength(length)
    expect(dns.asked.filter((question) => question === 'MX herald.net')).toHaveLength(1)
  })

  test('are not queried if nobody of them gets e-mail, nor if reserved for examples or networks', async () => {
    for (const email of [
      'left@left.net',
      'bad@bad.net',
      'ada@example.org',
      'bo@mail.example.com',
      'cy@desk.test',
    ])
      await room.reader(email)
    const { context } = room.app
    const quietly = { erase: false, suppress: null, dryRun: false }
    await removeSubscriber(context, room.digest, 'left@left.net', quietly, commandActor)
    await suppressAddress(context, 'bad@bad.net', { reason: 'bounced', actor: commandActor, dryRun: false })
    await noteDomains(contextNow(), signal)
    expect(await kept()).toEqual({})
    await ask()
    expect(dns.asked).toEqual([])
  })

  test('are found after however many unsubscribed readers', async () => {
    const rows = Array.from({ length: 520 }, (_, n) => [
      `insert into subscribers (id, email, hash, created_at) values (${n + 10}, 'r${n}@crowd.net', 'x${n}', 0)`,
      `insert into subscriptions (subscriber_id, digest_id, status, topics, created_at, changed_at) values (${n + 10}, ${room.digest.id}, '${n === 510 ? 'active' : 'unsubscribed'}', '[]', 0, 0)`,
    ])
    await home.execute(rows.flat().join(';'))
    await ask()
    expect(await kept()).toEqual({ 'crowd.net': 'no-mail' })
  })

  test('are all found, however many there are', async () => {
    const rows = Array.from({ length: 520 }, (_, n) => [
      `insert into subscribers (id, email, hash, created_at) values (${n + 10}, 'r@d${n}.net', 'x${n}', 0)`,
      `insert into subscriptions (subscriber_id, digest_id, status, topics, created_at, changed_at) values (${n + 10}, ${room.digest.id}, 'active', '[]', 0, 0)`,
    ])
    await home.execute(rows.flat().join(';'))
    await ask()
    const [found] = await home.rows(
      "select count(*) as count from mail_domains where domain like 'd%.net' and verdict = 'no-mail'",
    )
    expect(Number(found?.['count'])).toBe(520)
  })

  test('are queried again: after a week, a day or three months, and deleted if nobody gets e-mail there any more', async () => {
    dns.names['broken.net'] = 'servfail'
    for (const name of ['herald', 'null', 'broken', 'left']) await room.reader(`ada@${name}.net`)
    await ask()
    expect(await kept()).toMatchObject({
      'broken.net': 'unanswered',
      'left.net': 'no-mail',
      'null.net': 'no-mail',
    })
    expect(await flagged()).toEqual(['ada@left.net no-mail', 'ada@null.net no-mail'])
    expect(await listed(null)).toContain('ada@broken.net')
    const quietly = { erase: false, suppress: null, dryRun: false }
    await removeSubscriber(room.app.context, room.digest, 'ada@left.net', quietly, commandActor)

    dns.asked.length = 0
    dns.names = { 'broken.net': { a: ['192.0.2.1'] }, 'null.net': { mx: ['in.null.net'] } }
    room.clock.set('2026-11-10T10:00:00Z')
    await ask()
    expect(askedAbout()).toEqual(['broken.net'])
    room.clock.set('2026-11-17T10:00:00Z')
    await ask()
    expect(askedAbout()).toEqual(['broken.net', 'null.net'])
    expect(await kept()).toEqual({ 'broken.net': 'mail', 'herald.net': 'mail', 'null.net': 'mail' })
    expect(await flagged()).toEqual([])
    room.clock.set('2027-02-16T10:00:00Z')
    await ask()
    expect(askedAbout()).toEqual(['broken.net', 'herald.net', 'null.net'])
    expect(await flagged()).toEqual(['ada@herald.net no-mail'])
  })

  test('are deleted once no reader has them', async () => {
    await room.reader('ada@ada-quill.net')
    await room.reader('bo@herald.net')
    await ask()
    const erased = { erase: true, suppress: null, dryRun: false }
    await removeSubscriber(room.app.context, room.digest, 'ada@ada-quill.net', erased, commandActor)
    room.clock.set('2026-11-09T07:10:00Z')
    await ask()
    expect(await kept()).toEqual({ 'herald.net': 'mail' })
  })

  test('if DNS fails, the job stops after a few queries, reports it, and continues an hour later', async () => {
    const names = Array.from({ length: 30 }, (_, n) => `d${n}.net`)
    for (const name of names) await room.reader(`ada@${name}`)
    for (const name of names) dns.names[name] = 'servfail'
    await ask()
    expect(askedAbout()).toHaveLength(20)
    expect(events.map(({ name }) => name)).toEqual(['domains.unanswered'])
    const silent = async () =>
      (await doctor(contextNow(), { isPublicUrlSet: false })).filter(
        ({ about }) => about.code === 'about-domains',
      )
    expect(await silent()).toMatchObject([{ state: 'note', says: { code: 'found-domains-silent' } }])
    room.clock.set('2026-11-09T07:59:00Z')
    await ask()
    expect(askedAbout()).toHaveLength(20)
    for (const name of names) dns.names[name] = { mx: ['in.herald.net'] }
    room.clock.set('2026-11-09T08:01:00Z')
    await ask()
    expect(askedAbout()).toHaveLength(30)
    expect(await silent()).toEqual([])
  })

  test('two concurrent processes query each domain once', async () => {
    for (let n = 0; n < 60; n++) {
      await room.reader(`ada@d${n}.net`)
      dns.names[`d${n}.net`] = { mx: ['in.herald.net'] }
    }
    await Promise.all([ask(), ask()])
    expect(dns.asked).toHaveLength(60)
    expect(new Set(dns.asked).size).toBe(60)
  })

  test('a process asked to end queries no more domains, and leaves its current ones to others ten minutes later', async () => {
    for (let n = 0; n < 20; n++) {
      await room.reader(`ada@d${n}.net`)
      dns.names[`d${n}.net`] = { mx: ['in.herald.net'] }
    }
    const ending = new AbortController()
    const { resolver, ...context } = contextNow()
    const mailServers = (domain: string) => {
      ending.abort()
      return resolver.mailServers(domain)
    }
    await askDomains({ ...context, resolver: { ...resolver, mailServers } }, ending.signal)
    const asked = dns.asked.length
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThanOrEqual(5)
    await ask()
    expect(dns.asked).toHaveLength(asked)
    room.clock.set('2026-11-09T07:10:00Z')
    await ask()
    expect(new Set(dns.asked).size).toBe(20)
    expect(dns.asked).toHaveLength(20)
  })

  test('the number of queries a day is limited', async () => {
    await room.reader('ada@herald.net')
    await home.execute(
      `insert into mail_domains (domain, verdict, asked_at, next_ask_at) with recursive n(i) as (select 1 union all select i + 1 from n where i < 50000)
       select 'x' || i || '.net', 'mail', ${room.clock.now().epochMilliseconds}, 9000000000000 from n;
       insert into settings (name, value) values ('domains-looked-at', '${room.clock.now().toString()}')`,
    )
    await home.store.mailDomains.add(['herald.net'], room.clock.now())
    await ask()
    expect(dns.asked).toEqual([])
    room.clock.set('2026-11-10T07:00:01Z')
    await ask()
    expect(dns.asked).toEqual(['MX herald.net'])
  })

  test('nothing is queried if that is switched off, or the free disk space is below its floor', async () => {
    await room.reader('ada@herald.net')
    const context = contextNow()
    await askDomains({ ...context, settings: { ...context.settings, asksDomains: false } }, signal)
    const low = { folder: '/', free: 1, floor: 2, reserve: { size: 0, isHeld: false } }
    const space = () => ({ ...low, state: 'low' }) as const
    await askDomains({ ...context, disk: { ...context.disk, space } }, signal)
    expect(dns.asked).toEqual([])
    await openHandlers().domains.run(context, signal)
    expect(dns.asked).toEqual(['MX herald.net'])
    expect(await kept()).toEqual({ 'herald.net': 'mail' })
    await askDomains({ ...context, settings: { ...context.settings, asksDomains: false } }, signal)
    expect(await kept()).toEqual({})
  })
})
