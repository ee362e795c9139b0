import { clip } from '../../../core/text/text.ts'
import type { PageDocument } from '../page-document.ts'
import { textIn, type PageData } from './page-json-ld.ts'
import { firstMeta, type PageMeta } from './page-meta.ts'
import { headlineText, line } from '../../text/plain-text.ts'
import { lineOf } from './page-prose.ts'

const longest = 300

/** Text for comparison: letters and digits only, in lower case. */
const folded = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** The title of the page's tab or card without the site's name before or after it. */
function withoutSite(title: string, site: string | null): string {
  const parts = title.split(/\s+[|»·•—–-]\s+|\s*\|\s*/)
  const [first = '', last = ''] = [parts[0], parts.at(-1)]
  if (parts.length < 2) return title
  if (site !== null && folded(first) === folded(site))
    return title.slice(title.indexOf(parts[1] ?? '', first.length))
  const head = title.slice(0, title.lastIndexOf(last)).replace(/\s*[|»·•—–-]\s*$/, '')
  const isSite = site !== null && folded(last) === folded(site)
  return isSite || last.length < head.length / 2 ? head : title
}

/** Whether a title contains a heading, or at least 70 % of its words. */
function confirms(title: string, heading: string): boolean {
  const whole = folded(heading)
  if (whole.length > 10 ? title.includes(whole) : title.startsWith(`${whole} `)) return true
  const words = whole.split(' ')
  const known = new Set(title.split(' '))
  return words.length >= 4 && words.filter((word) => known.has(word)).length >= 0.7 * words.length
}

/** The headlines in the page's text. */
function visibleHeadlines(document: PageDocument): string[] {
  const found = [...document.querySelectorAll('h1, [itemprop~="headline"]')].slice(0, 20)
  return found
    .filter((heading) => heading.closest('nav, footer, aside') === null)
    .map(lineOf)
    .filter((text) => text.length > 3)
}

/**
 * The headline of a page as one line, '' if there is none. A heading in the text is used if the page's title, card or JSON-LD confirms it,
 * because the first heading of many pages is the site's name.
 */
export function headlineOf(
  document: PageDocument,
  data: PageData,
  meta: PageMeta,
  css: string | null,
): string {
  const own = css === null ? '' : lineOf(document.querySelector(css))
  if (own !== '') return clip(own, longest)
  const site = firstMeta(meta, 'og:site_name', 'application-name')
  const card = firstMeta(meta, 'og:title', 'twitter:title', 'title')
  const tab = line(document.querySelector('head title, title')?.textContent ?? '')
  const linked = headlineText(textIn(data.article?.['headline']) ?? textIn(data.article?.['name']) ?? '')
  const headings = visibleHeadlines(document)
  const claims = [linked, card ?? '', tab].map(folded).filter((text) => text !== '')
  const [confirmed] = headings
    .filter((each) => folded(site ?? '') !== folded(each) && claims.some((claim) => confirms(claim, each)))
    .sort((a, b) => b.length - a.length)
  const title = [linked, card === null ? '' : withoutSite(card, site), withoutSite(tab, site)].find(Boolean)
  return clip(confirmed ?? title ?? headings[0] ?? '', longest)
}
