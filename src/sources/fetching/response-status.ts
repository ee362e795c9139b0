import type { Clock } from '../../core/ports.ts'
import { readDate } from '../dates/dates.ts'
import { headerOf, type Headers } from './headers.ts'
import type { Failure, Problem } from '../fetch-result.ts'

const week = 7 * 24 * 60 * 60

/** Seconds to wait, of a Retry-After header: a number or an HTTP date (RFC 9110 §10.2.3), at most a week. */
function secondsToWait(text: string | null, clock: Clock): number | null {
  if (text === null) return null
  if (/^\s*\d{1,9}\s*$/.test(text)) return Math.min(Number(text), week)
  const until = readDate(text, null)?.instant
  if (!until) return null
  return Math.min(Math.max(Math.ceil(clock.now().until(until).total('seconds')), 0), week)
}

const meanings: Record<number, [Problem, string]> = {
  401: ['forbidden', 'it asks for a password; use an address that is open to all'],
  403: ['forbidden', 'it refuses to be read by a program; ask its publisher, or use another address'],
  404: ['not-found', 'there is nothing at this address; look for the new one'],
  410: ['gone', 'it is gone for good; remove the source or give its new address'],
  429: ['rate-limited', 'it was asked too often; wait before the next try'],
  451: ['forbidden', 'it may not be read here for legal reasons; use another address'],
  503: ['server-fault', 'it is not available now; wait before the next try'],
}

function meaningOf(status: number): [Problem, string] {
  const known = meanings[status]
  if (known) return known
  return status >= 500
    ? ['server-fault', 'its server has a fault; wait before the next try']
    : ['other', 'that is no content; check the address']
}

/** What an answer that is neither content nor a redirect means. `wall`: whose check for bots it is. */
export function refusal(
  url: string,
  status: number,
  headers: Headers,
  wall: string | null,
  clock: Clock,
): Failure {
  const [problem, meaning] = meaningOf(status)
  return {
    ok: false,
    reason:
      wall === null
        ? `${url} answered ${status}: ${meaning}`
        : `${url} is behind a check for bots (${wall}), which programs do not pass; ask its publisher for an address that is open to programs`,
    problem: wall === null ? problem : 'bot-wall',
    gone: status === 410,
    retryAfter: secondsToWait(headerOf(headers, 'retry-after'), clock),
  }
}
