import type { DateFrom } from '../../../core/entities/story.ts'
import type { SourceOptions } from '../../../core/entities/sources/source.ts'
import { readDateInText } from '../../dates/date-in-text.ts'
import { datelinesOf } from './page-dateline.ts'
import type { PageDocument, PageElement } from '../page-document.ts'
import { textIn, type PageData } from './page-json-ld.ts'
import type { PageMeta } from './page-meta.ts'
import { lineOf } from './page-prose.ts'

/** A page's date of publication. */
export interface PageDate {
  date: Temporal.Instant | null
  /** `published` or `updated`, as the page says; `first-seen` if it has no date. */
  dateFrom: DateFrom
  /** Where it was found: `css`, `json-ld`, `meta`, `microdata`, `time`, `text`, `url`; null for none. */
  foundIn: string | null
  /** True if no zone was given, so that UTC was assumed. */
  assumedUtc: boolean
}

interface Candidate {
  foundIn: string
  text: string
  dateFrom?: DateFrom
}

/** Names of `meta` elements with the date of publication, most reliable first. */
const publishedNames = [
  'article:published_time',
  'og:article:published_time',
  'article:published',
  'og:published_time',
  'datepublished',
  'rnews:datepublished',
  'parsely-pub-date',
  'sailthru.date',
  'cxenseparse:recs:publishtime',
  'cxenseparse:publishtime',
  'bt:pubdate',
  'publish-date',
  'publish_date',
  'published-date',
  'publishdate',
  'publication_date',
  'published_at',
  'published_time',
  'published',
  'pubdate',
  'article.published',
  'date.published',
  'article_date_original',
  'article:post_date',
  'originalpublicationdate',
  'iso-8601-publish-date',
  'citation_publication_date',
  'citation_date',
  'dcterms.issued',
  'dc.date.issued',
  'dcterms.created',
  'dc.date.created',
  'dcterms.date',
  'dc.date',
  'prism.publicationdate',
  'displaydate',
  'release_date',
  'vr:published_time',
  'article.created',
  'datecreated',
  'date',
]

const updatedNames = ['article:modified_time', 'og:updated_time', 'datemodified', 'dcterms.modified', 'lastmod', 'last-modified'] // prettier-ignore

const around = 'aside, nav, footer, [class*="related" i], [class*="recommend" i], [class*="comment" i], [class*="trending" i], [class*="popular" i]' // prettier-ignore

const dated = (foundIn: string, texts: (string | null | undefined)[], dateFrom?: DateFrom): Candidate[] =>
  texts.filter((text): text is string => Boolean(text)).map((text) => ({ foundIn, text, dateFrom }))

/** The date in an element, preferring its machine-readable value. */
const valueOf = (element: PageElement): string =>
  ['datetime', 'content', 'title', 'data-datetime', 'data-date']
    .map((name) => element.getAttribute(name))
    .find((value) => /\d{4}|\d{2}/.test(value ?? '')) ?? lineOf(element)

function microdata(document: PageDocument, names: string): string[] {
  return [...document.querySelectorAll(names)]
    .filter((element) => element.localName !== 'meta' && element.closest(around) === null)
    .slice(0, 3)
    .map(valueOf)
}

/** Matching elements in the smallest ancestor of the first headline that contains any. */
function nearHeadline(document: PageDocument, selector: string): PageElement[] {
  const headline =
    document.querySelector('article h1, main h1, [itemprop~="headline"]') ?? document.querySelector('h1')
  let part = headline?.parentElement ?? null
  for (let up = 0; part && up < 6 && part.localName !== 'body'; up++, part = part.parentElement) {
    const found = [...part.querySelectorAll(selector)].filter((element) => element.closest(around) === null)
    if (found.length > 0) return found.slice(0, 5)
  }
  return []
}

const isOfChange = (element: PageElement): boolean =>
  /modif|updated/i.test(`${element.className} ${element.getAttribute('itemprop') ?? ''}`) ||
  /^\s*(?:last )?(?:updated|modified|aktualisiert|mis à jour)/i.test(element.parentElement?.textContent ?? '')

/** The date in an address such as `/2026/11/22/`, where content management systems put it on publication. */
function dateInUrl(url: string | null): string | null {
  const path = URL.parse(url ?? '')?.pathname ?? ''
  const match =
    /(?:^|[/_-])((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|$|\.[a-z]+$)/.exec(
      path,
    ) ?? /\/((?:19|20)\d{2})\/(?:[a-z-]+\/)?(\d{1,2})\/(\d{1,2})\//.exec(path)
  if (match) return `${match[1]}-${match[2]}-${match[3]}`
  const named =
    /\/((?:19|20)\d{2})\/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\/(\d{1,2})\//i.exec(path)
  return named ? `${named[3]} ${named[2]} ${named[1]}` : null
}

function* candidates(
  document: PageDocument,
  data: PageData,
  meta: PageMeta,
  { url, headline }: Known,
): Generator<Candidate> {
  yield* dated('json-ld', [textIn(data.article?.['datePublished'])])
  yield* dated(
    'meta',
    publishedNames.flatMap((name) => meta.get(name)?.slice(0, 1) ?? []),
  )
  yield* dated(
    'microdata',
    microdata(document, '[itemprop~="datePublished"], [property~="datePublished"], [pubdate]'),
  )
  yield* dated('microdata', microdata(document, '.hentry .published, .h-entry .dt-published, .dt-published, .entry-date.published')) // prettier-ignore
  yield* dated('json-ld', [textIn(data.page?.['datePublished']), textIn(data.article?.['dateCreated'])])
  const times = nearHeadline(document, 'time')
  yield* dated('time', times.filter((time) => !isOfChange(time)).map(valueOf))
  const lines = datelinesOf(document, headline)
  yield* dated(
    'text',
    lines.filter(({ changed }) => !changed).map(({ text }) => text),
  )
  yield* dated('url', [dateInUrl(url)])
  yield* dated('json-ld', [textIn(data.article?.['dateModified'])], 'updated')
  yield* dated(
    'meta',
    updatedNames.flatMap((name) => meta.get(name)?.slice(0, 1) ?? []),
    'updated',
  )
  yield* dated('time', times.filter(isOfChange).map(valueOf), 'updated')
  yield* dated(
    'text',
    lines.filter(({ changed }) => changed).map(({ text }) => text),
    'updated',
  )
}

/** What is known besides the page itself. */
interface Known {
  url: string | null
  headline: string
  timeZone: string | null
  options: SourceOptions
  language: string | null
}

/** English uses both orders of numeric dates; in other languages the day comes first. */
function dayFirstIn(language: string | null): boolean | undefined {
  const tag = language?.toLowerCase() ?? 'en'
  return tag === 'en-us' ? false : tag === 'en' ? undefined : true
}

function reading(
  { foundIn, text, dateFrom }: Candidate,
  { timeZone, options, language }: Known,
): PageDate | null {
  const dayFirst = options.dayFirst ?? dayFirstIn(language)
  const settings = { dateFormat: options.dateFormat, dayFirst }
  const read = readDateInText(text, timeZone, settings)
  if (!read) return null
  return { date: read.instant, dateFrom: dateFrom ?? 'published', foundIn, assumedUtc: read.assumedUtc }
}

/** A page's date of publication, from the first place that has one; the date of its last change only if there is no other. */
export function dateOf(document: PageDocument, data: PageData, meta: PageMeta, known: Known): PageDate {
  const { css } = known.options
  const own = css?.date === undefined ? [] : [...document.querySelectorAll(css.date)].slice(0, 3)
  for (const way of [dated('css', own.map(valueOf)), candidates(document, data, meta, known)])
    for (const candidate of way) {
      const found = reading(candidate, known)
      if (found) return found
    }
  return { date: null, dateFrom: 'first-seen', foundIn: null, assumedUtc: false }
}
