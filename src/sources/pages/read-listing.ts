import { said } from '../../core/said/said.ts'
import { decodeDocument } from '../text/charset.ts'
import { nearDate } from '../dates/near-date.ts'
import { dateWithin } from '../dates/date-within.ts'
import { refused, type RawDocument, type ReadDocument } from '../reading/document.ts'
import type { FeedEntry } from '../feeds/feed-entry.ts'
import { bare } from '../feeds/feed-pictures.ts'
import { blocksAround, listedBlocks, type ListedBlock } from './listing-blocks.ts'
import { openPage, type PageDocument, type PageElement } from './page-document.ts'
import { lineOf } from './parts/page-prose.ts'
import { badRule, type Css } from './page-rules.ts'
import { baseOf } from './page.ts'
import { line } from '../text/plain-text.ts'
import { readEntries } from '../reading/read-entries.ts'

/** The blocks that the source's rules find, otherwise those that look like stories. */
function blocksOf(document: PageDocument, css: Css, base: string | null): ListedBlock[] {
  if (css.item !== undefined)
    return [...document.querySelectorAll(css.item)].flatMap((block) => {
      const link = block.matches(css.link ?? 'a[href]') ? block : linkIn(block, css)
      return link ? [{ link, block }] : []
    })
  return css.link === undefined
    ? listedBlocks(document, base)
    : blocksAround([...document.querySelectorAll(css.link)])
}

/** The link of a block: as its rule says, otherwise the one with the most text. */
function linkIn(block: PageElement, css: Css): PageElement | null {
  if (css.link !== undefined) return block.querySelector(css.link)
  const links = [...block.querySelectorAll('a[href]')]
  return links.sort((a, b) => lineOf(b).length - lineOf(a).length)[0] ?? null
}

/**
 * An element's date as written, best first: the machine-readable one, the whole text (a source may have its own format), or a date within
 * it.
 */
function datesIn(element: PageElement | null): string[] {
  const text = lineOf(element)
  return [element?.getAttribute('datetime'), text, dateWithin(text)].filter((date): date is string =>
    Boolean(date),
  )
}

/** The most labels of a story to look for a day without its year. */
const mostLabels = 20

const labels = '[class*="date" i], [class*="time" i], [class*="meta" i], span, small, p, div'

function datesOf(block: PageElement, css: Css, at: number | undefined): string[] {
  const placed = block.querySelector(css.date ?? 'time')
  if (placed || css.date !== undefined) return datesIn(placed)
  const texts = [...block.querySelectorAll(labels)].map(lineOf).filter((text) => text.length < 100)
  const date = texts.map(dateWithin).find((found) => found !== null)
  if (date != null) return [date]
  // Only a label with nothing else, because a headline may name a day too.
  const near =
    at === undefined ? undefined : texts.slice(0, mostLabels).find((text) => nearDate(text, at) !== null)
  return near === undefined ? [] : [near]
}

function summaryOf(block: PageElement, headline: string, css: Css): string | undefined {
  if (css.summary !== undefined) return block.querySelector(css.summary)?.innerHTML
  const texts = [
    ...block.querySelectorAll('p, [class*="summary" i], [class*="excerpt" i], [class*="description" i]'),
  ]
  const longest = texts
    .filter((element) => lineOf(element).length > 40 && !lineOf(element).includes(headline))
    .sort((a, b) => lineOf(b).length - lineOf(a).length)[0]
  return longest?.innerHTML
}

function picturesOf(block: PageElement, css: Css): FeedEntry['pictures'] {
  const found = css.image === undefined ? block.querySelector('img') : block.querySelector(css.image)
  const img = found?.localName === 'img' ? found : found?.querySelector('img')
  const written = ['data-src', 'data-original', 'src'].map((name) => img?.getAttribute(name))
  const url = written.find((text) => text && !text.startsWith('data:'))
  return bare(url ?? undefined).map((picture) => ({
    ...picture,
    alt: line(img?.getAttribute('alt') ?? '') || null,
  }))
}

function headlineOf({ link, block }: ListedBlock, css: Css): string {
  if (css.headline !== undefined) return lineOf(block.querySelector(css.headline))
  return (
    lineOf(link.querySelector('h1, h2, h3, h4, h5, h6')) ||
    lineOf(link) ||
    line(link.getAttribute('title') ?? '')
  )
}

function entryOf(listed: ListedBlock, css: Css, at: number | undefined): FeedEntry {
  const { link, block } = listed
  const headline = headlineOf(listed, css)
  const byline = css.byline === undefined ? '.byline, .author, [rel~="author"]' : css.byline
  return {
    id: undefined,
    links: [link.getAttribute('href') ?? undefined],
    base: undefined,
    headline,
    people: [lineOf(block.querySelector(byline)).slice(0, 200)],
    categories: [],
    summary: summaryOf(block, headline, css),
    content: undefined,
    contentBase: undefined,
    published: datesOf(block, css, at),
    updated: [],
    pictures: picturesOf(block, css),
  }
}

/** One entry for each address, the first with a headline: a picture often has the same link as the headline below it. */
function withoutRepeats(entries: FeedEntry[]): { entries: FeedEntry[]; doubles: number } {
  const byLink = new Map<string, FeedEntry>()
  let doubles = 0
  for (const entry of entries) {
    const [link] = entry.links
    if (link === undefined) continue
    const before = byLink.get(link)
    if (!before?.headline) byLink.set(link, entry.headline || !before ? entry : before)
    else if (entry.headline) doubles++
  }
  return { entries: [...byLink.values()], doubles }
}

/** Reads a page of links to stories: by the source's rules if it has any, otherwise from the largest group of similar links. */
export function readListing(raw: RawDocument): ReadDocument {
  const { text, charset } = decodeDocument(raw)
  const opened = openPage(text)
  if (!opened.ok) return refused(raw, opened.reason)
  const { document } = opened
  const css = raw.options.css ?? {}
  const fault = badRule(document, css)
  if (fault !== null) return refused(raw, fault, 'other')
  const base = baseOf(document, raw.url)
  const blocks = blocksOf(document, css, base).slice(0, 2 * raw.mostItems)
  if (blocks.length === 0)
    return refused(raw, (css.item ?? css.link) ? said('listing-rules-find-none') : said('listing-none'))
  const { entries, doubles } = withoutRepeats(blocks.map((block) => entryOf(block, css, raw.at)))
  const title =
    lineOf(document.querySelector('h1')) || line(document.querySelector('title')?.textContent ?? '')
  const listing = { title, notes: [], freshFor: null, inner: [base ?? undefined], outer: [], doubles }
  const read = entries.slice(0, raw.mostItems + 1)
  return readEntries(raw, charset, { ...listing, entries: read, format: 'listing' }, [])
}
