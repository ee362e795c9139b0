import type { Clock } from '../core/ports.ts'
import type { Failure } from './reading.ts'
import { readDate } from './dates.ts'

const week = 7 * 24 * 60 * 60

/** Seconds to wait, of a Retry-After header: a number or an HTTP date (RFC 9110 §10.2.3), at most a week. */
function secondsToWait(text: string | null, clock: Clock): number | null {
  if (text === null) return null
  if (/^\s*\d{1,9}\s*$/.test(text)) return Math.min(Number(text), week)
  const until = readDate(text, null)?.instant
  if (!until) return null
  return Math.min(Math.max(Math.ceil(clock.now().until(until).total('seconds')), 0), week)
}

const meanings: Record<number, string> = {
  401: 'it asks for a password; use an address that is open to all',
  403: 'it refuses to be read by a program; ask its publisher, or use another address',
  404: 'there is nothing at this address; look for the new one',
  410: 'it is gone for good; remove the source or give its new address',
  429: 'it was asked too often; wait before the next try',
  503: 'it is not available now; wait before the next try',
}

/** What an answer that is neither content nor a redirect means. */
export function refusal(url: string, status: number, retryAfter: string | null, clock: Clock): Failure {
  const meaning =
    meanings[status] ??
    (status >= 500 ? 'its server has a fault; wait before the next try' : 'that is no feed')
  return {
    ok: false,
    reason: `${url} answered ${status}: ${meaning}`,
    problem: 'other',
    gone: status === 410,
    retryAfter: secondsToWait(retryAfter, clock),
  }
}
