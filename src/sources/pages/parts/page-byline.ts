import type { PageDocument } from '../page-document.ts'
import { bylineOf } from '../../feeds/feed-items.ts'
import { namesIn, type PageData } from './page-json-ld.ts'
import type { PageMeta } from './page-meta.ts'
import { lineOf } from './page-prose.ts'
import { textOfHtml } from '../../text/plain-text.ts'

const names = ['author', 'article:author', 'parsely-author', 'sailthru.author', 'dc.creator', 'dcterms.creator', 'byl', 'citation_author', 'article:author_name'] // prettier-ignore

const places = '[itemprop~="author"] [itemprop~="name"], [itemprop~="author"], [rel~="author"], .byline .author, .p-author, .author-name, .byline, .author' // prettier-ignore

/** Excludes account names, addresses and whole sentences. */
const isName = (text: string): boolean =>
  text.length > 1 && text.length <= 100 && !/https?:|www\.|@|^\d+$|\b(?:admin|administrator)\b/i.test(text)

/** Strips a date or the name of the publication after a name. */
const nameAlone = (text: string): string =>
  textOfHtml(text)
    .split(
      /\s*[|·•]\s*|\s+(?=(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:updated|published|posted)\b|\p{L}{3,9}\.? \d{1,2},? |\d{1,2} \p{L}{3,9}\.? \d{4})/iu,
    )[0]
    ?.trim() ?? ''

/** The authors of a page as one line; null if it names none. */
export function bylineIn(
  document: PageDocument,
  data: PageData,
  meta: PageMeta,
  css: string | null,
): string | null {
  const own = css === null ? [] : [...document.querySelectorAll(css)].map(lineOf)
  const placed = (): string[] => {
    const first = [...document.querySelectorAll(places)]
      .filter((element) => element.closest('aside, footer, nav, [class*="comment" i]') === null)
      .map(lineOf)
      .find(isName)
    return first === undefined ? [] : [first]
  }
  const ways = [
    () => own,
    () => namesIn(data.article?.['author']),
    () => names.flatMap((name) => meta.get(name) ?? []).slice(0, 5),
    placed,
  ]
  for (const way of ways) {
    const byline = bylineOf(way().map(nameAlone).filter(isName))
    if (byline !== null) return byline
  }
  return null
}
