import { resolveLink } from '../text/links.ts'
import type { PageDocument } from './page-document.ts'
import { firstMeta, type PageMeta } from './parts/page-meta.ts'

const hostOf = (url: string): string => new URL(url).hostname.replace(/^(?:www|m|mobile|amp)\./, '')

/** True if two addresses are on the same host, or one host is a subdomain of the other. */
export function isSameSite(one: string, other: string): boolean {
  const [a, b] = [hostOf(one), hostOf(other)]
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`)
}

/**
 * A page's canonical address: http(s), on the site that it came from, and not the site's front page; otherwise the address it came from.
 */
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
