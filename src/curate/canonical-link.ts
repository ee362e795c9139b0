// Parameters that tell where a reader came from, never what is shown. "ref" and "source" are not
// among them: some sites choose the page by them.
const tracking =
  /^(?:utm_\w+|at_\w+|ns_\w+|mc_(?:cid|eid)|mkt_\w+|pk_\w+|piwik_\w+|hsa_\w+|_hs\w+|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|cmp|cmpid|icid|ocid|ito|ncid|sr_share|smid|smtyp|partner|emc|rss|ftag|xtor|xtref|_ga|_gl|vero_id|oly_\w+_id|wt_mc|guccounter|guce_\w+|taid|traffic_source|srnd|soc_\w+|ref_src|ref_url|feedtype|feedname)$/i
// Left alone where it has a value that may name a page.
const emptyWhenTracking = /^(?:ref|source|referrer|cid|from)$/i
const trackingValue =
  /^(?:rss|feed|feeds|atom|twitter|facebook|fb|tw|newsletter|email|mail|share|social|home(?:page)?|rss[_-]?\w*)$/i

function isTracking(name: string, value: string): boolean {
  return tracking.test(name) || (emptyWhenTracking.test(name) && (value === '' || trackingValue.test(value)))
}

function query(url: URL): string {
  const kept = [...url.searchParams].filter(([name, value]) => !isTracking(name, value))
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  // Only names are ordered: values of one name keep theirs, since a site may read the first.
  kept.sort(([a], [b]) => order(a, b))
  const text = new URLSearchParams(kept).toString()
  return text === '' ? '' : `?${text}`
}

function path(pathname: string): string {
  const plain = pathname
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
