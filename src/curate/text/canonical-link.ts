import { isTracking, withoutSession } from '../../core/text/tracking.ts'

// Beyond what is taken off addresses that are shown: no two pages of a site differ in these, as far as is known.
const ofNoPage = /^(?:partner|emc|rss|amp|outputtype)$/i

function query(url: URL): string {
  const kept = [...url.searchParams].filter(
    ([name, value]) => !isTracking(name, value) && !ofNoPage.test(name),
  )
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  // Only names are ordered: values of one name keep theirs, since a site may read the first.
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

/** `m.` and `amp.` before a host of at least two more labels are the same site for small screens. */
function host(name: string): string {
  return name.replace(/\.$/, '').replace(/^(?:www|m|mobile|amp)\.(?=[^.]+\.[^.]+)/, '')
}

/**
 * One form for the addresses of one page, to compare by and never to link to: scheme, `www.`, default
 * ports, fragment, trailing slash and tracking parameters are gone, parameters stand in order of name.
 * Null where it is not an absolute http(s) address. RFC 3986 §6.2.2 and §6.2.3, and custom beyond it.
 */
export function canonicalLink(link: string | null): string | null {
  if (link === null || !URL.canParse(link.trim())) return null
  const url = new URL(link.trim())
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  const port = url.port === '' || url.port === '80' || url.port === '443' ? '' : `:${url.port}`
  // A fragment that begins like a path is how some sites name a page.
  const page = /^#!?\//.test(url.hash) ? url.hash : ''
  return `https://${host(url.hostname)}${port}${path(url.pathname)}${query(url)}${page}`
}
