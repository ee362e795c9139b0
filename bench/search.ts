import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { foldedWords } from '../src/core/text/folded-words.ts'
import { readQuery } from '../src/core/text/text-query.ts'
import { searchArchive, type ArchiveSearch } from '../src/services/archive/search-archive.ts'
import { openStore } from '../src/store/open.ts'
import type { Store } from '../src/store/store.ts'

/**
 * Searches an archive of many stories, newest first, beside a bare query of its 20 newest rows by their key, through the same store. Prints
 * the 95th percentile of each; exits with 1 if one takes more than ten times the bare one.
 *
 *   node bench/search.ts [STORIES] [postgres://user@host/]     (200,000, and only SQLite)
 */

const stories = Number(process.argv[2] ?? 200_000)
const server = process.argv[3]
const rounds = 300
const timeZone = 'UTC'
const topics = [
  'nuclear',
  'missiles',
  'biological',
  'chemical',
  'terrorism',
  'radiological',
  'cyber',
  'diplomacy',
]
const common = 'inspectors count seals at the enrichment hall after the missile test and the talks'.split(' ')

/** Words of which some occur in half of all stories and most in few, as in real texts. */
function textOf(seed: number): string {
  const words = Array.from({ length: 45 }, (_, at) => {
    const chance = (Math.imul(seed * 53 + at * 101 + 7, 2_654_435_761) >>> 0) / 2 ** 32
    return at % 3 === 0
      ? (common[Math.floor(chance * common.length)] ?? '')
      : `w${Math.floor(20_000 * chance ** 3)}`
  })
  return `${words.join(' ')} CVE-2026-${100_000 + seed}`
}

async function fill(
  store: Store,
  run: (statement: string, rows: unknown[][]) => Promise<void>,
): Promise<void> {
  await run(
    `insert into sources (id, name, kind, location, section, language, weight, status, options, pictures, created_at) values`,
    [
      [
        1,
        'Coastal Times',
        'feed',
        'https://coastal-times.example.com/',
        'news',
        'en',
        1,
        'active',
        '{}',
        'keep',
        0,
      ],
    ],
  )
  await run(
    `insert into digests (id, key, name, language, template, topics, approval, days, hour, cutoff, time_zone, created_at) values`,
    [
      [
        1,
        'daily',
        'Daily',
        'en',
        'digest',
        JSON.stringify(topics),
        'auto',
        '[1]',
        '07:00',
        '06:30',
        timeZone,
        0,
      ],
    ],
  )
  const perEdition = 40
  for (let first = 0; first < stories; first += 4_000) {
    const ids = Array.from({ length: Math.min(4_000, stories - first) }, (_, at) => first + at + 1)
    const editions = [...new Set(ids.map((id) => Math.ceil(id / perEdition)))].filter(
      (id) => (id - 1) * perEdition >= first,
    )
    await run(
      `insert into editions (id, digest_id, date, number, status, opens_at, frozen_at, due_at, created_at, started_at) values`,
      editions.map((id) => {
        const date = Temporal.PlainDate.from('2010-01-01').add({ days: id }).toString()
        return [id, 1, date, 0, 'sent', id, id, id, id, id * 86_400_000]
      }),
    )
    await run(
      `insert into stories (id, source_id, guid, item_id, link, canonical_link, headline, summary, section, language, date_from, first_seen_at, position, declared_topics, declared_countries, categories) values`,
      ids.map((id) => [
        id,
        1,
        `g${id}`,
        `g${id}`,
        null,
        null,
        `Story ${id}`,
        'x',
        'news',
        'en',
        'published',
        id,
        0,
        '[]',
        '[]',
        '[]',
      ]),
    )
    await store.transaction(async (tx) => {
      for (const edition of editions) {
        const own = ids.filter((id) => Math.ceil(id / perEdition) === edition)
        const at = Temporal.Instant.fromEpochMilliseconds(edition * 86_400_000)
        const contents = { news: own, analyses: [], corrections: [], note: null, profileCountry: null }
        await tx.archive.put(
          { id: edition, revision: 1 },
          contents,
          own.map((id) => toArchive(id, at)),
          at,
        )
      }
    })
    process.stderr.write(`\r${first + ids.length} stories`)
  }
  process.stderr.write('\n')
}

function toArchive(id: number, at: Temporal.Instant) {
  const text = textOf(id)
  const topic = topics[id % topics.length] ?? ''
  const country = `c${id % 190}`
  return {
    story: {
      storyId: id,
      section: 'news' as const,
      language: 'en',
      topics: [topic],
      countries: [{ code: country, name: country }],
      headline: text.slice(0, 60),
      summary: text,
      why: null,
      byline: null,
      sourceName: 'Coastal Times',
      link: `https://coastal-times.example.com/${id}`,
      slug: null,
      at,
      picture: null,
      also: [],
      correctedOn: null,
    },
    labels: [`topic:${topic}`, `country:${country}`, 'source:coastal-times'].map((label) => ({
      label,
      name: label,
    })),
    words: [`id:cve-2026-${100_000 + id}`, ...foldedWords(text)],
  }
}

const nothing: ArchiveSearch = { text: null, labels: [], from: null, until: null, timeZone, before: null }

function typed(words: string, more: Partial<ArchiveSearch> = {}): ArchiveSearch {
  const read = readQuery(words)
  if (!read.ok) throw new Error(read.fault)
  return { ...nothing, text: read.query, ...more }
}

const day = (text: string) => Temporal.PlainDate.from(text)
const searches: Record<string, (at: number) => ArchiveSearch> = {
  'a common word': () => typed('missile'),
  'a rare word': (at) => typed(`w${4_000 + at * 7}`),
  'three common words': () => typed('missile inspectors talks'),
  'a common and a rare word': (at) => typed(`missile w${1_000 + at * 3}`),
  'words in a row': (at) =>
    typed(
      `"${textOf(at * 641 + 1)
        .split(' ')
        .slice(3, 6)
        .join(' ')}"`,
    ),
  'a beginning': (at) => typed(`w${150 + (at % 40)}*`),
  'one word without another': () => typed('missile -seals'),
  'an identifier': (at) => typed(`CVE-2026-${100_000 + ((at * 641) % stories) + 1}`),
  'a word and a topic': (at) => typed('missile', { labels: [`topic:${topics[at % 8] ?? ''}`] }),
  'a word and a country': (at) => typed('missile', { labels: [`country:c${at % 190}`] }),
  'a word and a week long ago': (at) =>
    typed('missile', {
      from: day('1972-01-01').add({ days: at }),
      until: day('1972-01-07').add({ days: at }),
    }),
  'a topic': (at) => ({ ...nothing, labels: [`topic:${topics[at % 8] ?? ''}`] }),
  'a word that is nowhere': (at) => typed(`zz${at}`),
}

interface Times {
  half: number
  most: number
}

/** The median and the 95th percentile of the searches in milliseconds. */
async function timesOf(work: (at: number) => Promise<unknown>): Promise<Times> {
  for (let at = 0; at < 30; at++) await work(at)
  const times: number[] = []
  for (let at = 0; at < rounds; at++) {
    // The shortest of three, so that other work of the machine is not measured.
    let shortest = Infinity
    for (let turn = 0; turn < 3; turn++) {
      const begun = performance.now()
      await work(at)
      shortest = Math.min(shortest, performance.now() - begun)
    }
    times.push(shortest)
  }
  const sorted = times.toSorted((a, b) => a - b)
  return { half: sorted[Math.floor(rounds * 0.5)] ?? 0, most: sorted[Math.floor(rounds * 0.95)] ?? 0 }
}

async function measure(name: string, store: Store): Promise<boolean> {
  const now = Temporal.Instant.fromEpochMilliseconds(2 ** 42)
  const context = { store, clock: { now: () => now } }
  const newest = { ...nothing, from: null, until: null, count: 20, withWithdrawn: false }
  const bare = await timesOf(async () => store.archivedStories.find(newest, now))
  console.log(`${name}: ${stories} stories; 20 rows by their key: half within ${inWords(bare)}`)
  let isGood = true
  for (const [kind, search] of Object.entries(searches)) {
    const { entries } = await searchArchive(context, search(1))
    const took = await timesOf(async (at) => searchArchive(context, search(at)))
    isGood &&= took.most <= 10 * bare.most
    const times = `×${(took.half / bare.half).toFixed(1)} and ×${(took.most / bare.most).toFixed(1)}`
    console.log(`  ${kind}: ${inWords(took)} (${times}); ${entries.length} on its first page`)
  }
  return isGood
}

const inWords = ({ half, most }: Times) => `${half.toFixed(2)} ms, p95 ${most.toFixed(2)} ms`

async function onSqlite(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-search-'))
  const file = join(folder, 'search.db')
  const store = openStore(`sqlite:${file}`, join(folder, 'media'))
  await store.migrate()
  const db = new Database(file)
  await fill(store, async (statement, rows) => {
    const one = db.prepare(`${statement} (${rows[0]?.map(() => '?').join(', ') ?? ''})`)
    db.transaction(() => rows.forEach((row) => one.run(...row)))()
  })
  db.close()
  const isGood = await measure('SQLite', store)
  await store.close()
  await rm(folder, { recursive: true })
  return isGood
}

async function onPostgres(url: string): Promise<boolean> {
  const name = `daywire_bench_search_${process.pid}`
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  const client = new pg.Client({ connectionString: own.href })
  const store = openStore(own.href, join(tmpdir(), 'media'))
  await store.migrate()
  await client.connect()
  await fill(store, async (statement, rows) => {
    const width = rows[0]?.length ?? 0
    for (let start = 0; start < rows.length; start += 1_000) {
      const some = rows.slice(start, start + 1_000)
      const places = some.map(
        (_, row) => `(${Array.from({ length: width }, (_, at) => `$${row * width + at + 1}`).join(', ')})`,
      )
      await client.query(`${statement} ${places.join(', ')}`, some.flat())
    }
  })
  // As autovacuum does itself after a while.
  await client.query('vacuum analyze')
  await client.end()
  const isGood = await measure('PostgreSQL', store)
  await store.close()
  await admin.query(`drop database ${name} with (force)`)
  await admin.end()
  return isGood
}

const results = [await onSqlite(), ...(server === undefined ? [] : [await onPostgres(server)])]
process.exitCode = results.every(Boolean) ? 0 : 1
