import list from './tracking-parameters.json' with { type: 'json' }

/** Campaign, tracking and session parameters, which record where a reader came from and never affect what is shown. */

const names = new Set(list.names)
const families = list.families.map((family) => family.replace(/\*$/, ''))
const namesByValue = new Set(list.byValue.names)
const values = new Set(list.byValue.values)

function keptBy(host: string): ReadonlySet<string> {
  const kept = list.keep.filter(({ site }) => host === site || host.endsWith(`.${site}`))
  return new Set(kept.flatMap(({ parameters }) => parameters))
}

/** True for a parameter that only tracks; some names do only with certain values, because other sites use them to select a page. */
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

/** Parameters without tracking ones, in their order and spelling. */
function without(parameters: string, kept: ReadonlySet<string>): string {
  return parameters
    .split('&')
    .filter((parameter) => {
      const [name = '', ...value] = parameter.split('=')
      return kept.has(decoded(name).toLowerCase()) || !isTracking(decoded(name), decoded(value.join('=')))
    })
    .join('&')
}

/** A session ID that a server writes into the path. */
const session = /;(?:jsessionid|phpsessid|sid)=[^/;]*/gi

export const withoutSession = (path: string): string => path.replace(session, '')

/** An http(s) address without session IDs and tracking parameters, otherwise unchanged. */
export function withoutTracking(link: string): string {
  const [, written = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#([^]*))?$/.exec(link) ?? []
  const page = withoutSession(written)
  if (((query ?? fragment) === undefined && page === written) || !URL.canParse(link)) return link
  const kept = keptBy(new URL(link).hostname)
  const rest = query === undefined ? '' : without(query, kept)
  // A fragment is usually a place on the page; it can track only if it is written as parameters.
  const place =
    fragment !== undefined && /^[\w.-]+=/.test(fragment) ? without(fragment, kept) : (fragment ?? '')
  return page + (rest === '' ? '' : `?${rest}`) + (place === '' ? '' : `#${place}`)
}

/** Sanitised HTML with `withoutTracking` applied to its links. */
export function withoutTrackingInHtml(html: string): string {
  return html.replace(/href="(https?:[^"]*)"/g, (whole, written: string) => {
    const link = written.replaceAll('&amp;', '&')
    const shown = withoutTracking(link)
    return shown === link ? whole : `href="${shown.replaceAll('&', '&amp;')}"`
  })
}
