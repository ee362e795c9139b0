/**
 * Reads a folder of feeds with the expected result beside each as JSON (`x.xml` and `x.json`, or `x.json` and
 * `x_expected.json`) and prints how many files agree in title, links, ids and dates.
 *
 *   node test/corpora/feeds.ts [DIR]     (../shared/corpora/feeds by default)
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { english } from '../../src/core/said/sentence.ts'
import type { FetchResult } from '../../src/sources/fetch-result.ts'
import { openSources } from '../../src/sources/sources.ts'

interface Expected {
  title?: string
  items?: ExpectedItem[]
  entries?: ExpectedItem[]
}

interface ExpectedItem {
  title?: string
  link?: string
  url?: string
  links?: (string | { href?: string; rel?: string })[]
  guid?: string | { value?: string }
  id?: string
  published?: string
  publishedParsed?: string
  pubDateParsed?: string
  date_published?: string
  updatedParsed?: string
  date_modified?: string
}

type Read = Extract<FetchResult, { unchanged: false }>

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
const folded = (text: string): string => text.replace(/\s+/g, ' ').trim()
const stripped = (text: string): string =>
  folded(text.replace(/<[^<>]*>/g, ' ').replace(/&(\w+);/g, (all, name: string) => entities[name] ?? all))
const sameText = (ours: string, expected = ''): boolean =>
  ours === folded(expected) || folded(ours) === stripped(expected) || ours === stripped(stripped(expected))

function expectedLink(item: ExpectedItem): string | undefined {
  const listed = (item.links ?? []).map((link) => (typeof link === 'string' ? { href: link } : link))
  const alternate = listed.find((link) => (link.rel ?? 'alternate') === 'alternate')
  return item.link ?? item.url ?? alternate?.href
}

/** Relative addresses without a base, and addresses other than http, are not expected. */
function sameLink(ours: string | null, expected: string | undefined): boolean {
  if (expected === undefined) return true
  const url = URL.parse(expected.trim())
  return url === null || !/^https?:$/.test(url.protocol) ? true : ours === url.href
}

function itemFaults(ours: Read['items'][number], expected: ExpectedItem): string[] {
  const id = typeof expected.guid === 'object' ? expected.guid.value : (expected.guid ?? expected.id)
  const date =
    expected.publishedParsed ??
    expected.pubDateParsed ??
    expected.date_published ??
    (expected.published === undefined ? (expected.updatedParsed ?? expected.date_modified) : undefined)
  const faults: string[] = []
  if (!sameText(ours.headline, expected.title))
    faults.push(`title “${ours.headline}”, expected “${expected.title}”`)
  if (!sameLink(ours.link, expectedLink(expected)))
    faults.push(`link ${ours.link}, expected ${expectedLink(expected)}`)
  if (id !== undefined && ours.id !== folded(id)) faults.push(`id ${ours.id}, expected ${id}`)
  if (date !== undefined && ours.date?.epochMilliseconds !== Temporal.Instant.from(date).epochMilliseconds)
    faults.push(`date ${ours.date?.toString()}, expected ${date}`)
  return faults
}

/** Items without any compared value on either side are skipped. */
const saysSomething = (item: ExpectedItem): boolean =>
  [
    item.title,
    expectedLink(item),
    item.guid,
    item.id,
    item.published,
    item.publishedParsed,
    item.pubDateParsed,
    item.updatedParsed,
  ].some((value) => value !== undefined)

function faultsOf(reading: FetchResult, expected: Expected): string[] {
  if (!reading.ok) return [`not read: ${english(reading.reason)}`]
  if (reading.unchanged) return ['read as unchanged']
  const all = expected.items ?? expected.entries ?? []
  const same = all.length === reading.items.length
  const items = same ? all : all.filter(saysSomething)
  const ours = same
    ? reading.items
    : reading.items.filter((item) => item.headline !== '' || item.id !== '' || item.date !== null)
  const title = sameText(reading.title, expected.title)
    ? []
    : [`title “${reading.title}”, expected “${expected.title}”`]
  if (items.length !== ours.length) return [...title, `${ours.length} items, expected ${items.length}`]
  return [...title, ...ours.flatMap((item, at) => itemFaults(item, items[at] ?? {}))]
}

/** The file with the expected result of a feed; null if there is none. */
function expectationOf(file: string): string | null {
  const beside = file.endsWith('.xml')
    ? file.replace(/\.xml$/, '.json')
    : file.replace(/\.json$/, '_expected.json')
  return existsSync(beside) ? beside : null
}

const isFeed = (file: string): boolean =>
  file.endsWith('.xml') ||
  (/(?<!_expected)\.json$/.test(file) && !existsSync(file.replace(/\.json$/, '.xml')))

async function compare(root: string): Promise<void> {
  const sources = openSources({
    resolver: { resolve: () => Promise.reject(new Error('files need no names')) },
    clock: { now: () => Temporal.Instant.from('2100-01-01T00:00:00Z') },
    allowLoopback: false,
    proxyUrl: null,
    contact: 'corpora',
    userAgentVersion: '0',
  })
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name))
  const tally = { read: 0, compared: 0, agreed: 0 }
  for (const file of files.filter(isFeed).sort()) {
    const reading = await sources.check(file)
    tally.read++
    const expectation = expectationOf(file)
    if (expectation === null) continue
    tally.compared++
    const faults = faultsOf(reading, JSON.parse(readFileSync(expectation, 'utf8')) as Expected)
    if (faults.length === 0) tally.agreed++
    else console.log(`${relative(root, file)}: ${faults.join('; ')}`)
  }
  await sources.close()
  const share = ((100 * tally.agreed) / Math.max(tally.compared, 1)).toFixed(1)
  console.log(
    `${tally.read} files read without a crash; ${tally.agreed} of ${tally.compared} agree (${share} %)`,
  )
}

const root = process.argv[2] ?? join(import.meta.dirname, '../../../shared/corpora/feeds')
if (existsSync(root)) await compare(root)
else console.log(`There is no folder ${root}: nothing compared. Give the folder of feeds as the argument.`)
