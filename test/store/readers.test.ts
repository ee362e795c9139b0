import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  allReaders,
  type ReaderCursor,
  type ReaderFilter,
} from '../../src/core/entities/readers/reader-filter.ts'
import { at, monday, withDigest } from './cast.ts'
import { dialects, type TestDatabase } from './dialects.ts'

const now = at('2026-11-20T12:00Z')
const day = (n: number) => at('2026-11-01T00:00Z').add({ hours: 24 * n })
const ms = (instant: Temporal.Instant) => instant.epochMilliseconds

/** Readers by number, each different: every property is combined with every other. */
const people = Array.from({ length: 90 }, (_, n) => ({
  id: n + 1,
  email: `${n % 3 === 0 ? 'Strait' : 'watch'}${n}@${n % 5 === 0 ? 'strait.example.org' : n % 11 === 4 ? 'quiet.example.net' : 'post.example.com'}`,
  name: n % 4 === 0 ? `${n % 8 === 0 ? 'Straíts' : 'ЖУК Ångström'} 100%_${n}` : null,
  flags: n % 5 === 4 ? (n % 4 === 1 ? 3 : 1) : n % 10 === 2 ? 4 : 0,
  status: n % 7 === 0 ? 'unsubscribed' : n % 11 === 0 ? 'pending' : 'active',
  topics: n % 2 === 0 ? '[]' : n % 3 === 0 ? '["nuclear","missiles"]' : '["missiles"]',
  since: day(n % 6),
  pausedUntil: n % 13 === 1 ? day(n % 2 === 0 ? 30 : 3) : null,
  isSuppressed: n % 17 === 2,
  isTagged: n % 9 === 4,
  mail: n % 4 === 1 ? 'sent' : n % 10 === 3 ? 'failed' : null,
}))
type Person = (typeof people)[number]

const isPaused = ({ pausedUntil }: Person) => pausedUntil !== null && ms(pausedUntil) > ms(now)
const takesNoMail = ({ email }: Person) => /@(?:strait|quiet)\./.test(email)
/** Without case and diacritics. */
const folded = (text: string | null) => text?.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase() ?? null
const begins = (text: string | null, prefix: string) => text?.toLowerCase().startsWith(prefix) ?? false
const has = (text: string | null, part: string) => text?.toLowerCase().includes(part) ?? false

describe.each(dialects)('readers on $name', ({ open }) => {
  let home: TestDatabase
  let base: ReaderFilter

  beforeEach(async () => {
    home = await open()
    const digest = await withDigest(home.store)
    base = { ...allReaders(digest.id) }
    const rows = people.map((p) => {
      const name = p.name === null ? 'null, null' : `'${p.name}', '${folded(p.name)}'`
      return [
        `insert into subscribers (id, email, hash, name, name_key, flags, created_at) values (${p.id}, '${p.email}', 'h${p.id}', ${name}, ${p.flags}, 0)`,
        `insert into subscriptions (id, subscriber_id, digest_id, status, topics, paused_until, created_at, changed_at) values (${p.id + 500}, ${p.id}, ${digest.id}, '${p.status}', '${p.topics}', ${p.pausedUntil ? ms(p.pausedUntil) : 'null'}, ${ms(p.since)}, 0)`,
        p.isSuppressed &&
          `insert into suppressions (hash, reason, created_at) values ('h${p.id}', 'bounced', ${p.id % 2})`,
        p.isTagged && `insert into reader_tags (tag_id, subscriber_id, added_at) values (1, ${p.id}, 0)`,
        p.isTagged &&
          `insert into import_readers (import_id, n, subscriber_id, digest_id, outcome, at) values (1, ${100 - p.id}, ${p.id}, ${digest.id}, 'added', 0)`,
        p.mail &&
          `insert into deliveries (edition_id, subscriber_id, subscription_id, status, due_at) values (1, ${p.id}, ${p.id + 500}, '${p.mail}', 0)`,
      ]
        .filter((statement) => typeof statement === 'string')
        .join(';')
    })
    const edition = `insert into editions (id, digest_id, date, number, status, revision, opens_at, frozen_at, due_at, created_at) values (1, ${digest.id}, '${monday.toString()}', 0, 'sent', 1, 0, 0, 0, 0)`
    await home.execute(
      [
        "insert into tags (id, name, key, created_at) values (1, 'Ministries', 'ministries', 0)",
        edition,
        `insert into mail_domains (domain, verdict, asked_at, next_ask_at) values ('strait.example.org', 'no-mail', 0, 0),
          ('quiet.example.net', 'no-mail', 0, 0), ('post.example.com', 'mail', 0, 0), ('gone.example.com', 'no-mail', 0, 0)`,
        ...rows,
      ].join(';'),
    )
  })
  afterEach(() => home.drop())

  const pages = async (filter: ReaderFilter, size: number) => {
    const found: number[] = []
    let after: ReaderCursor | null = null
    do {
      const page: Awaited<ReturnType<typeof home.store.readers.page>> = await home.store.readers.page(
        filter,
        now,
        after,
        size,
      )
      found.push(...page.rows.map(({ subscriberId }) => subscriberId))
      after = page.next
    } while (after)
    return found
  }

  const filters: [name: string, change: Partial<ReaderFilter>, (p: Person) => boolean][] = [
    ['nothing', {}, () => true],
    [
      'a prefix',
      { text: { kind: 'prefix', value: 'STRAIT' } },
      (p) =>
        begins(p.email, 'strait') ||
        begins(p.email.split('@')[1] ?? '', 'strait') ||
        begins(folded(p.name), 'strait'),
    ],
    [
      'a prefix of a name in any script and case',
      { text: { kind: 'prefix', value: 'жук angstrÖm' } },
      (p) => begins(folded(p.name), 'жук angstrom'),
    ],
    [
      'a part of a name in any case',
      { text: { kind: 'substring', value: 'ÅNGSTRÖM 100' } },
      (p) => has(folded(p.name), 'angstrom 100'),
    ],
    ['a flag', { flag: 'typo' }, (p) => p.flags % 2 === 1],
    ['a flag and an import', { flag: 'typo', importId: 1 }, (p) => p.flags % 2 === 1 && p.isTagged],
    ['another flag', { flag: 'disposable' }, (p) => p.flags === 4],
    ['a domain without mail', { flag: 'no-mail' }, takesNoMail],
    [
      'a domain without mail and more',
      { flag: 'no-mail', importId: 1, state: 'mailed' },
      (p) => takesNoMail(p) && p.isTagged && p.status === 'active' && !isPaused(p) && !p.isSuppressed,
    ],
    [
      'a domain without mail and a prefix',
      { flag: 'no-mail', text: { kind: 'prefix', value: 'watch' } },
      (p) => takesNoMail(p) && begins(p.email, 'watch'),
    ],
    [
      'a prefix of a domain',
      { text: { kind: 'prefix', value: '@strait' } },
      (p) => begins(p.email.split('@')[1] ?? '', 'strait'),
    ],
    ['a substring', { text: { kind: 'substring', value: '0%_1' } }, (p) => has(p.name, '0%_1')],
    [
      'a substring of addresses',
      { text: { kind: 'substring', value: 'RAIT.ex' } },
      (p) => has(p.email, 'rait.ex'),
    ],
    ['who gets mail', { state: 'mailed' }, (p) => p.status === 'active' && !isPaused(p) && !p.isSuppressed],
    ['who waits', { state: 'pending' }, (p) => p.status === 'pending'],
    ['who left', { state: 'left' }, (p) => p.status === 'unsubscribed'],
    ['who is not mailed', { state: 'suppressed' }, (p) => p.isSuppressed],
    ['who pauses', { state: 'paused' }, (p) => p.status === 'active' && isPaused(p)],
    ['a topic', { topic: 'nuclear' }, (p) => p.topics === '[]' || p.topics.includes('nuclear')],
    ['a tag', { tagId: 1 }, (p) => p.isTagged],
    ['an import', { importId: 1 }, (p) => p.isTagged],
    ['dates', { from: day(2), until: day(4) }, (p) => ms(p.since) >= ms(day(2)) && ms(p.since) < ms(day(4))],
    ['failed mails', { outcome: { editionId: 1, status: 'failed' } }, (p) => p.mail === 'failed'],
    ['sent mails', { outcome: { editionId: 1, status: 'sent' } }, (p) => p.mail === 'sent'],
    [
      'no mail',
      { outcome: { editionId: 1, status: 'none' } },
      (p) => p.status === 'active' && p.mail === null,
    ],
    [
      'all at once',
      { text: { kind: 'prefix', value: 's' }, state: 'mailed', topic: 'nuclear', from: day(1) },
      (p) =>
        p.status === 'active' &&
        !isPaused(p) &&
        !p.isSuppressed &&
        (begins(p.email, 's') || begins(p.email.split('@')[1] ?? '', 's') || begins(folded(p.name), 's')) &&
        (p.topics === '[]' || p.topics.includes('nuclear')) &&
        ms(p.since) >= ms(day(1)),
    ],
  ]

  test.each(filters)(
    '%s: pages, count and ids have the same readers, each once',
    async (_, change, matches) => {
      const filter = { ...base, ...change }
      const wanted = people.filter(matches).map(({ id }) => id)
      expect(wanted.length).toBeGreaterThan(0)
      const found = await pages(filter, 4)
      expect(found.toSorted((a, b) => a - b)).toEqual(wanted)
      expect(found).toEqual(await pages(filter, 1000))
      expect(await home.store.readers.count(filter, now, 1000)).toBe(wanted.length)
      const ids = await Array.fromAsync(home.store.readers.ids(filter, now))
      expect(ids.map(({ subscriberId }) => subscriberId)).toEqual(found)
      expect(ids.every(({ subscriptionId, subscriberId }) => subscriptionId === subscriberId + 500)).toBe(
        true,
      )
    },
  )

  test.each<[state: ReaderFilter['state'], change: Partial<ReaderFilter>]>([
    ['suppressed', {}],
    ['mailed', {}],
    ['suppressed', { flag: 'no-mail' }],
    ['mailed', { flag: 'no-mail' }],
    ['suppressed', { tagId: 1 }],
  ])('of suppressed domains and below them: %s, %j', async (state, change) => {
    await home.execute(`insert into suppressed_domains (domain, subdomains, reason, created_at, actor) values
      ('strait.example.org', 0, 'gone', 0, 'x'), ('com', 1, 'gone', 0, 'x'), ('net', 0, 'gone', 0, 'x'), ('post.example.com', 0, 'gone', 0, 'x')`)
    const isCovered = ({ email }: Person) => /@(?:strait|post)\./.test(email)
    const isOf = (p: Person) =>
      (!change.flag || takesNoMail(p)) &&
      (!change.tagId || p.isTagged) &&
      (state === 'suppressed'
        ? p.isSuppressed || isCovered(p)
        : p.status === 'active' && !isPaused(p) && !p.isSuppressed && !isCovered(p))
    const filter = { ...base, ...change, state }
    const wanted = people.filter(isOf).map(({ id }) => id)
    expect(wanted.length).toBeGreaterThan(0)
    expect((await pages(filter, 4)).toSorted((a, b) => a - b)).toEqual(wanted)
    expect(await home.store.readers.count(filter, now, 1000)).toBe(wanted.length)
  })

  test('an invalid cursor starts at the beginning', async () => {
    const odd = { part: 0, key: 'x', id: 'y' }
    const filter = { ...base, state: 'paused' } as const
    const page = await home.store.readers.page(filter, now, odd, 3)
    expect(page).toEqual(await home.store.readers.page(filter, now, null, 3))
  })

  test('a count over the limit is the limit plus one', async () => {
    expect(await home.store.readers.count(base, now, 20)).toBe(21)
  })

  test('a row has the last e-mail, the tags and the reason for a suppression', async () => {
    await home.execute(`insert into tags (id, name, key, created_at) values (2, 'Äther', 'ather', 0);
      insert into reader_tags (tag_id, subscriber_id, added_at) values (2, 14, 0)`)
    const { rows } = await home.store.readers.page(
      { ...base, text: { kind: 'prefix', value: 'watch13@' } },
      now,
      null,
      10,
    )
    expect(rows).toMatchObject([
      {
        subscriberId: 14,
        tags: ['Äther', 'Ministries'],
        suppressed: null,
        lastMail: { status: 'sent', at: at('1970-01-01T00:00Z') },
      },
    ])
  })
})
