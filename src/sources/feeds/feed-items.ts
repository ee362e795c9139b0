import { createHash } from 'node:crypto'
import { clip } from '../../core/text/text.ts'
import type { DateFrom, PictureLink, SameItem, SourceItem } from '../../core/entities/story.ts'
import { said, type Said } from '../../core/said/said.ts'
import { cleanHtml } from '../text/clean-html.ts'
import { readDateInText } from '../dates/date-in-text.ts'
import { readDate } from '../dates/dates.ts'
import { nearDate } from '../dates/near-date.ts'
import type { RawDocument } from '../reading/document.ts'
import { orderIn } from '../dates/document-order.ts'
import type { FeedDocument, FeedEntry } from './feed-entry.ts'
import { fingerprintOf } from '../reading/fingerprint.ts'
import { innermost, meantLink, resolveLink } from '../text/links.ts'
import { line, textOfHtml } from '../text/plain-text.ts'
import { unwrapped } from '../text/wrapped-link.ts'
import { meantEntry } from './meant-entry.ts'

const longestHeadline = 300
const longestSummary = 2_000
/** Length of a summary that is taken from the beginning of the body. */
const longestExcerpt = 500
const longestId = 1_000

/** What determines how a source's dates are read. */
type DateSource = Pick<RawDocument, 'timeZone' | 'options' | 'at'>
type ItemSource = DateSource & Pick<RawDocument, 'known'>

/** Problems with a feed's dates, to be reported as notes. */
interface DateTally {
  unreadable: string[]
  withoutZone: number
}

function dateOf(
  entry: FeedEntry,
  source: DateSource & { shown: boolean | undefined },
  tally: DateTally,
): Pick<SourceItem, 'date' | 'dateFrom'> {
  const candidates: [DateFrom, string | undefined][] = [
    ...entry.published.map((text): [DateFrom, string | undefined] => ['published', text]),
    ...entry.updated.map((text): [DateFrom, string | undefined] => ['updated', text]),
  ]
  const written = candidates.filter((each): each is [DateFrom, string] => each[1] !== undefined)
  for (const [dateFrom, text] of written) {
    const settings = { ...source.options, shown: source.shown }
    const near = source.at === undefined ? null : nearDate(text, source.at)
    const reading =
      readDateInText(text, source.timeZone, settings) ??
      (near === null ? null : readDate(near, source.timeZone))
    if (reading?.assumedUtc) tally.withoutZone++
    if (reading) return { date: reading.instant, dateFrom }
  }
  tally.unreadable.push(...written.slice(0, 1).map(([, text]) => text))
  return { date: null, dateFrom: 'first-seen' }
}

function pictureOf(entry: FeedEntry, bases: (string | null | undefined)[]): PictureLink | null {
  for (const picture of entry.pictures) {
    const url = resolveLink(picture.url, bases)
    if (url !== null) return { ...picture, url }
  }
  return null
}

export const bylineOf = (people: (string | undefined)[]): string | null =>
  clip(
    [...new Set(people.map((name) => line(name ?? '').replace(/^by\s+/i, '')).filter(Boolean))].join(', '),
    200,
  ) || null

const mostCategories = 50

const categoriesOf = (entry: FeedEntry): string[] =>
  [...new Set(entry.categories.map((name) => clip(line(name ?? ''), 100)).filter(Boolean))].slice(
    0,
    mostCategories,
  )

export const idOf = (...candidates: (string | null | undefined)[]): string => {
  const id = candidates.map((text) => line(text ?? '')).find((text) => text !== '') ?? ''
  return id.length <= longestId ? id : createHash('sha256').update(id).digest('hex')
}

function linkOf(entry: FeedEntry, base: string | null): string | null {
  const inner = [entry.base, base]
  const against = innermost(inner)
  const link = entry.links.map((text) => resolveLink(meantLink(text, against), inner)).find(Boolean)
  return link ? unwrapped(link) : null
}

/** What is worked out before deciding whether an entry needs to be made into an item. */
type Known = Pick<SourceItem, 'id' | 'link' | 'date' | 'dateFrom' | 'position' | 'fingerprint'>

function itemOf(entry: FeedEntry, base: string | null, known: Known): SourceItem {
  const inner = [entry.base, base]
  const hasMarkup = /<\w/.test(entry.summary ?? '')
  const body = entry.content ?? (hasMarkup ? entry.summary : undefined)
  const clean =
    body === undefined
      ? { html: null, image: null }
      : cleanHtml(body, innermost([entry.contentBase, ...inner]))
  const summary = textOfHtml(entry.summary ?? '')
  return {
    ...known,
    headline: clip(entry.headline, longestHeadline),
    byline: bylineOf(entry.people),
    summary:
      summary === ''
        ? clip(textOfHtml(clean.html ?? '', longestExcerpt * 3), longestExcerpt)
        : clip(summary, longestSummary),
    html: clean.html,
    image: pictureOf(entry, inner) ?? clean.image,
    topics: [],
    countries: [],
    categories: categoriesOf(entry),
    section: null,
    own: false,
  }
}

function notesOf(tally: DateTally): Said[] {
  const [sample] = tally.unreadable
  return [
    ...(sample === undefined
      ? []
      : [said('dates-unreadable', { count: tally.unreadable.length, sample: clip(line(sample), 60) })]),
    ...(tally.withoutZone === 0 ? [] : [said('dates-without-zone', { count: tally.withoutZone })]),
  ]
}

/** Converts the entries of a feed to items, with notes on their problems. `address`: where the feed came from. */
export function itemsOf(
  document: FeedDocument,
  address: string | null,
  source: ItemSource,
): { items: SourceItem[]; same: SameItem[]; notes: Said[] } {
  const tally: DateTally = { unreadable: [], withoutZone: 0 }
  const base = innermost([...document.inner, address, ...document.outer])
  const dating = { ...source, shown: orderIn(document) }
  const items: SourceItem[] = []
  const same: SameItem[] = []
  for (const [position, written] of document.entries.entries()) {
    const entry = meantEntry(written, document.title)
    const link = linkOf(entry, base)
    const id = idOf(entry.id, link, entry.headline)
    const fingerprint = fingerprintOf(entry, base, source)
    const dates = dateOf(entry, dating, tally)
    const known = { id, link, ...dates, position, fingerprint }
    const { date } = dates
    const headline = clip(entry.headline, longestHeadline)
    if (source.known?.has(fingerprint)) same.push({ id, link, headline, date, position, fingerprint })
    else items.push(itemOf(entry, base, known))
  }
  return { items, same, notes: notesOf(tally) }
}
