import type { Said } from '../../src/core/said/said.ts'
import { english } from '../../src/core/said/sentence.ts'
import { readFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { extname } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Ailment } from '../../src/core/entities/sources/source-health.ts'
import type { Collected } from '../../src/services/collecting/reading/collected.ts'
import { kinds } from '../../src/sources/kinds/registry.ts'
import { begun, openTestCli, type TestCli } from '../cli/context.ts'
import { fileFor, optionsOf, placed } from '../sources/kinds/kind-fixtures.ts'
import { serve } from '../sources/setting.ts'

/** A source that fails in its way: the server's answer in each round, and the resulting health. */
interface Trouble {
  ailment: Ailment
  /** Words of the sentence that editors see. */
  told: string
  sick: boolean
  answer(round: number): RequestListener
  /** Path on the server, where it matters. */
  path?: string
  kind?: string
}

/** Readings are six hours apart; a source's behaviour after the fourth distinguishes silent from steady. */
const rounds = 10
const hoursApart = 6
const timeOf = (round: number) => begun.add({ hours: round * hoursApart })

const feed = (
  items: { id: string; title?: string; date?: Temporal.Instant | undefined }[],
): RequestListener => {
  const lines = items.map(
    ({ id, title = `Item ${id}`, date = begun.subtract({ hours: 2 }) }) =>
      `<item><guid isPermaLink="false">${id}</guid><title>${title}</title><link>https://wire.example.org/${title.replaceAll(' ', '-')}</link><pubDate>${new Temporal.ZonedDateTime(date.epochNanoseconds, 'UTC').toPlainDateTime().toString()}Z</pubDate></item>`,
  )
  return (_, response) =>
    response
      .writeHead(200, { 'content-type': 'application/rss+xml' })
      .end(`<rss version="2.0"><channel><title>Wire</title>${lines.join('')}</channel></rss>`)
}
const numbered = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `n${index}` }))
const says =
  (status: number, headers: Record<string, string> = {}, body = ''): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body)

const troubles: Record<string, Trouble> = {
  Silent: {
    ailment: 'silent',
    told: 'nothing new for',
    sick: true,
    answer: (round) => feed(numbered(Math.min(round, 4) + 1)),
  },
  Stale: {
    ailment: 'stale',
    told: 'its newest item is from 2026-01-02',
    sick: true,
    answer: () => feed([{ id: 'old', date: Temporal.Instant.from('2026-01-02T00:00Z') }]),
  },
  Shrinking: {
    ailment: 'shrinking',
    told: 'has shrunk to 2 items',
    sick: true,
    answer: (round) => feed(numbered(round === rounds - 1 ? 2 : 8)),
  },
  'A page': {
    ailment: 'html',
    told: 'has returned a page instead of a feed',
    sick: true,
    answer: () => says(200, { 'content-type': 'text/html' }, '<!doctype html><title>Moved</title><p>Welcome'),
  },
  Walled: {
    ailment: 'bot-wall',
    told: 'has been behind a bot check',
    sick: true,
    answer: () => says(403, { 'cf-mitigated': 'challenge', 'content-type': 'text/html' }, 'Just a moment...'),
  },
  Churning: {
    ailment: 'churning',
    told: 'gives its items new ids',
    sick: false,
    answer: (round) => feed([{ id: `r${round}`, title: 'Seals counted' }]),
  },
  Gone: { ailment: 'retired', told: 'is gone for good', sick: true, answer: () => says(410) },
  Moved: {
    ailment: 'moved',
    told: '/new.xml on 2026-11-23',
    sick: false,
    answer: () => (request, response) =>
      request.url === '/new.xml'
        ? feed(numbered(1))(request, response)
        : says(301, { location: '/new.xml' })(request, response),
  },
  Waiting: {
    ailment: 'failing',
    told: '503',
    sick: true,
    answer: () => says(503, { 'retry-after': '60' }),
  },
  Forbidden: {
    ailment: 'failing',
    told: 'robots.txt',
    sick: true,
    kind: 'page',
    path: '/inside/story.html',
    answer: () => (request, response) =>
      request.url === '/robots.txt'
        ? says(200, { 'content-type': 'text/plain' }, 'User-agent: *\nDisallow: /inside/')(request, response)
        : says(500)(request, response),
  },
  Elsewhere: {
    ailment: 'failing',
    told: '10.0.0.1',
    sick: true,
    answer: () => says(302, { location: 'http://10.0.0.1/feed.xml' }),
  },
  Ahead: {
    ailment: 'future-dates',
    told: 'is in the future',
    sick: false,
    answer: () => feed([{ id: 'a', date: begun.add({ hours: 24 * 30 }) }]),
  },
  Huge: {
    ailment: 'failing',
    told: '10 MB',
    sick: true,
    answer: () => says(200, { 'content-type': 'application/rss+xml' }, `<rss>${' '.repeat(10_500_000)}`),
  },
}

async function addAll(cli: TestCli, roundNow: () => number): Promise<void> {
  for (const kind of kinds.keys()) {
    const file = fileFor(kind, 'normal')
    const location = await placed(kind, await readFile(file), extname(file))
    await cli.write('options.json', JSON.stringify(optionsOf(kind)))
    const how = ['--kind', kind, '--options', 'options.json', '--no-check']
    expect(await cli.daywire('sources', 'add', `Good ${kind}`, location, ...how)).toMatchObject({ code: 0 })
  }
  for (const [name, { answer, path = '/feed.xml', kind = 'feed' }] of Object.entries(troubles)) {
    const server = await serve((request, response) => answer(roundNow())(request, response))
    const how = ['--kind', kind, '--no-check']
    expect(await cli.daywire('sources', 'add', name, `${server}${path}`, ...how)).toMatchObject({ code: 0 })
  }
}

test('a source of every kind is read twice and gives its stories once; failures are reported by name', async () => {
  const cli = await openTestCli()
  let round = 0
  try {
    await cli.daywire('init', '--no-catalogue')
    await addAll(cli, () => round)
    const good = (collected: Collected[]) => collected.filter(({ source }) => source.startsWith('Good '))
    for (; round < rounds; round++) {
      cli.at(timeOf(round))
      const { code, json } = await cli.daywire('collect', '--json')
      expect(code).toBe(3)
      const collected = json<Collected>()
      expect(good(collected)).toHaveLength(kinds.size)
      for (const { source, outcome, fresh } of good(collected)) {
        expect([source, outcome]).toEqual([source, 'read'])
        expect([source, fresh > 0]).toEqual([source, round === 0])
      }
    }
    round -= 1
    await expectHealth(cli)
    await expectListReadBack(cli)
  } finally {
    await cli.drop()
  }
})

async function expectHealth(cli: TestCli): Promise<void> {
  const { code, json } = await cli.daywire('sources', 'health', '--json')
  expect(code).toBe(3)
  const told = new Map(
    json<{
      name: string
      sick: boolean
      location: string
      findings: { ailment: string; says: Said }[]
    }>().map((one) => [one.name, one]),
  )
  for (const [name, { ailment, told: words, sick }] of Object.entries(troubles)) {
    expect([name, told.get(name)]).toMatchObject([name, { sick, findings: [{ ailment }] }])
    const says = told.get(name)?.findings[0]?.says
    expect(says && english(says)).toContain(words)
  }
  expect(told.get('Moved')?.location).toMatch(/\/new\.xml$/)
  const db = new Database(`${cli.cwd}/data/daywire.db`, { readonly: true })
  const kept = db
    .prepare(
      "select action, subject from audit where actor = 'system' and subject like 'source:%' order by id",
    )
    .all()
  db.close()
  expect(kept).toHaveLength(2)
  expect(kept).toEqual(
    expect.arrayContaining([
      { action: 'move', subject: 'source:Moved' },
      { action: 'retire', subject: 'source:Gone' },
    ]),
  )
}

async function expectListReadBack(cli: TestCli): Promise<void> {
  const feeds = async (room: TestCli) =>
    (await room.daywire('sources', 'list', '--json'))
      .json<{ name: string; kind: string; location: string; status: string; language: string }>()
      .filter(({ kind, status }) => kind === 'feed' && status !== 'off')
      .map(({ name, location, language }) => ({ name, location: new URL(location).href, language }))
  expect((await cli.daywire('sources', 'export', 'feeds.opml')).code).toBe(0)
  const other = await openTestCli()
  try {
    await other.daywire('init', '--no-catalogue')
    await other.write('feeds.opml', await readFile(`${cli.cwd}/feeds.opml`, 'utf8'))
    expect((await other.daywire('sources', 'import', 'feeds.opml')).code).toBe(0)
    expect(await feeds(other)).toEqual(await feeds(cli))
  } finally {
    await other.drop()
  }
}
