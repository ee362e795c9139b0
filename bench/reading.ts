/**
 * Reads feeds on one core, without the network: as Daywire does (decoding, repairing, parsing, dates, links, text and cleaned bodies), at a
 * first fetch and at a second one, when all items are known; and as the npm package feedparser does, in the same run.
 *
 *   node bench/reading.ts [DIR]     (../shared/corpora/day-2008-12-12 by default; without it, the samples)
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import FeedParser from 'feedparser'
import { parseFeed as feedsmith } from 'feedsmith'
import { decode } from '../src/sources/text/charset.ts'
import { readFeed } from '../src/sources/feeds/read-feed.ts'

const rounds = 12
const real = process.argv[2] ?? join(import.meta.dirname, '../../shared/corpora/day-2008-12-12')
const folder = existsSync(real) ? real : join(import.meta.dirname, '../samples/feeds')
const files = readdirSync(folder)
  .filter((name) => /\.(?:xml|rss|rdf|atom)(?:\.hbs)?$/.test(name))
  .map((name) => readFileSync(join(folder, name)))

/** The same feeds with a body of some 6 KB in each item, as from publishers of full texts. */
const paragraph =
  '<p>The talks went on into the evening, and <a href="https://news.example.org/talks">no date</a> was set.</p>'
const whole = files
  .map((bytes) => decode(bytes, '').text)
  .filter((text) => text.includes('</item>'))
  .map((text) =>
    Buffer.from(
      text.replaceAll(
        '</item>',
        `<content:encoded><![CDATA[${paragraph.repeat(60)}]]></content:encoded></item>`,
      ),
    ),
  )

const raw = (bytes: Buffer) => ({
  bytes,
  contentType: '',
  url: 'https://news.example.org/feed.xml',
  where: 'feed',
  timeZone: null,
  options: {},
  mostItems: 2_000,
})

function withFeedparser(bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const parser = new FeedParser({ feedurl: 'https://news.example.org/feed.xml' })
    parser.on('readable', () => {
      while (parser.read() !== null);
    })
    parser.on('end', () => resolve())
    parser.on('error', () => resolve())
    parser.end(bytes)
  })
}

const ways: Record<string, (bytes: Buffer) => unknown> = {
  'feedparser (reference)': withFeedparser,
  'feedsmith bare': (bytes) => {
    feedsmith(decode(bytes, '').text)
  },
  'first reading': (bytes) => readFeed(raw(bytes)),
  'second reading': (bytes) => readFeed({ ...raw(bytes), known: known.get(bytes) }),
}

const known = new Map<Buffer, ReadonlySet<string>>()
for (const bytes of [...files, ...whole]) {
  const read = readFeed(raw(bytes))
  known.set(bytes, new Set(read.ok ? read.items.flatMap(({ fingerprint }) => fingerprint ?? []) : []))
}

async function millisecondsOf(way: (bytes: Buffer) => unknown, inputs: Buffer[]): Promise<number> {
  const start = performance.now()
  for (const bytes of inputs) await way(bytes)
  return performance.now() - start
}

async function measure(name: string, inputs: Buffer[]): Promise<void> {
  const megabytes = inputs.reduce((sum, bytes) => sum + bytes.length, 0) / 1e6
  const best = new Map<string, number>()
  // The variants take turns, so that a busy moment of the machine affects all; the best round of each counts.
  for (let round = 0; round < rounds; round++) {
    for (const [way, run] of Object.entries(ways)) {
      const took = await millisecondsOf(run, inputs)
      best.set(way, Math.min(best.get(way) ?? Infinity, took))
    }
  }
  const reference = best.get('feedparser (reference)') ?? 0
  console.log(`${name}: ${inputs.length} feeds, ${megabytes.toFixed(2)} MB (goal 30 MB/s and × 2)`)
  console.table(
    [...best].map(([way, took]) => ({
      way,
      'MB per second': Number((megabytes / (took / 1000)).toFixed(1)),
      'times the reference': Number((reference / took).toFixed(2)),
    })),
  )
}

await measure('feeds as they come', files)
await measure('feeds of whole texts', whole)
