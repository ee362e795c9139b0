import type { Clock } from '../../core/ports.ts'
import { readDate } from '../dates/dates.ts'
import { headerOf, listOf, type Headers } from './headers.ts'

const day = 24 * 60 * 60

const bounded = (seconds: number): number => Math.min(Math.max(Math.round(seconds), 0), day)

function lifetime(headers: Headers, clock: Clock): number | null {
  const control = listOf(headers, 'cache-control').toLowerCase()
  if (/(?:^|[\s,])no-(?:store|cache)(?=[\s,;]|$)/.test(control)) return 0
  // `s-maxage` is for shared caches only (RFC 9111 §5.2.2.10).
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,12})\b/.exec(control)?.[1]
  if (maxAge !== undefined) return Number(maxAge)
  const expires = headerOf(headers, 'expires')
  if (expires === null) return null
  const end = readDate(expires, null)?.instant
  // An invalid date, in particular `0`, means expired (RFC 9111 §5.3).
  if (!end) return 0
  const begin = readDate(headerOf(headers, 'date') ?? '', null)?.instant ?? clock.now()
  return begin.until(end).total('seconds')
}

/** Seconds for which a response is fresh (RFC 9111 §4.2), 0 to 24 hours; null if it does not say. */
export function freshFor(headers: Headers, clock: Clock): number | null {
  const seconds = lifetime(headers, clock)
  if (seconds === null) return null
  const age = headerOf(headers, 'age') ?? ''
  return bounded(seconds - (/^\d{1,12}$/.test(age) ? Number(age) : 0))
}
