import list from './tracking-parameters.json' with { type: 'json' }

/** Parameters of campaigns, tracking and sessions, which say where a reader came from and never what is shown. */

const names = new Set(list.names)
const families = list.families.map((family) => family.replace(/\*$/, ''))
const namesByValue = new Set(list.byValue.names)
const values = new Set(list.byValue.values)

function keptBy(host: string): ReadonlySet<string> {
  const kept = list.keep.filter(({ site }) => host === site || host.endsWith(`.${site}`))
  return new Set(kept.flatMap(({ parameters }) => parameters))
}

/** True for a parameter that only tracks; some names do by their value alone, since other sites choose a page by them. */
export function isTracking(name: string, value: string): boolean {
  const lower = name.toLowerCase()
  if (names.has(lower) || families.some((family) => lower.startsWith(family))) return true
  return namesByValue.has(lower) && values.has(value.toLowerCase())
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

/** Parameters in their order and spelling, without those that track. */
function without(parameters: string, kept: ReadonlySet<string>): string {
  return parameters
    .split('&')
    .filter((parameter) => {
      const [name = '', ...value] = parameter.split('=')
      return kept.has(decoded(name).toLowerCase()) || !isTracking(decoded(name), decoded(value.join('=')))
    })
    .join('&')
}

/** A session that a server writes into the path. */
const session = /;(?:jsessionid|phpsessid|sid)=[^/;]*/gi

export const withoutSession = (path: string): string => path.replace(session, '')

/** An address (http or https) as it is shown: without tracking in its query and its fragment, else as it is written. */
export function withoutTracking(link: string): string {
  const [, written = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#([^]*))?$/.exec(link) ?? []
  const page = withoutSession(written)
  if (((query ?? fragment) === undefined && page === written) || !URL.canParse(link)) return link
  const kept = keptBy(new URL(link).hostname)
  const rest = query === undefined ? '' : without(query, kept)
  // A fragment is a place on the page; only one that is written as parameters may track.
  const place =
    fragment !== undefined && /^[\w.-]+=/.test(fragment) ? without(fragment, kept) : (fragment ?? '')
  return page + (rest === '' ? '' : `?${rest}`) + (place === '' ? '' : `#${place}`)
}

/** Sanitised HTML with its links as `withoutTracking` has them. */
export function withoutTrackingInHtml(html: string): string {
  return html.replace(/href="(https?:[^"]*)"/g, (whole, written: string) => {
    const link = written.replaceAll('&amp;', '&')
    const shown = withoutTracking(link)
    return shown === link ? whole : `href="${shown.replaceAll('&', '&amp;')}"`
  })
}
