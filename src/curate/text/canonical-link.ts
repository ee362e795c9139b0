import { isTracking, withoutSession } from '../../core/text/tracking.ts'

// In addition to the tracking parameters: as far as is known, these never identify a page.
const ofNoPage = /^(?:partner|emc|rss|amp|outputtype)$/i

function query(url: URL): string {
  const kept = [...url.searchParams].filter(
    ([name, value]) => !isTracking(name, value) && !ofNoPage.test(name),
  )
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  // Sorted by name only: values of the same name keep their order, because a site may use the first.
  kept.sort(([a], [b]) => order(a, b))
  const text = new URLSearchParams(kept).toString()
  return text === '' ? '' : `?${text}`
}

function path(pathname: string): string {
  const plain = withoutSession(pathname)
    .replace(/\/{2,}/g, '/')
    .replace(/\/amp\/?$/i, '/')
    .replace(/\.amp(?:\.html)?$/i, '.html')
    .replace(/\/index\.html?$/i, '/')
  return plain.length > 1 ? plain.replace(/\/+$/, '') || '/' : plain
}

/** Removes `www.`, `m.`, `mobile.` and `amp.` before a host of at least two more labels: it is the same site. */
function host(name: string): string {
  return name.replace(/\.$/, '').replace(/^(?:www|m|mobile|amp)\.(?=[^.]+\.[^.]+)/, '')
}

/**
 * A normalised address for comparing pages, never for linking: without scheme, `www.`, default ports, fragment, trailing slash and tracking
 * parameters, and with parameters sorted by name. Null if it is not an absolute http(s) address. RFC 3986 §6.2.2 and §6.2.3, and custom
 * beyond that.
 */
export function canonicalLink(link: string | null): string | null {
  if (link === null || !URL.canParse(link.trim())) return null
  const url = new URL(link.trim())
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  const port = url.port === '' || url.port === '80' || url.port === '443' ? '' : `:${url.port}`
  // Some sites identify pages by a fragment that begins like a path.
  const page = /^#!?\//.test(url.hash) ? url.hash : ''
  return `https://${host(url.hostname)}${port}${path(url.pathname)}${query(url)}${page}`
}
