import { resolveLink } from '../text/links.ts'
import type { PageDocument } from './page-document.ts'
import { firstMeta, type PageMeta } from './parts/page-meta.ts'

const hostOf = (url: string): string => new URL(url).hostname.replace(/^(?:www|m|mobile|amp)\./, '')

/** Whether one host is the other, or lies under it. */
export function isSameSite(one: string, other: string): boolean {
  const [a, b] = [hostOf(one), hostOf(other)]
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`)
}

/** The address that a page says is its own: http(s), on the site it came from, and not the site's front page. */
export function canonicalOf(document: PageDocument, meta: PageMeta, url: string | null): string | null {
  const written = [
    document.querySelector('link[rel~="canonical" i]')?.getAttribute('href'),
    firstMeta(meta, 'og:url', 'twitter:url'),
  ]
  for (const text of written) {
    const link = resolveLink(text, [url])
    if (link === null || (new URL(link).pathname === '/' && new URL(link).search === '')) continue
    if (url === null || isSameSite(link, url)) return link
  }
  return url
}
