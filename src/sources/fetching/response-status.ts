import type { Clock } from '../../core/ports.ts'
import { said, type Said } from '../../core/said/said.ts'
import { readDate } from '../dates/dates.ts'
import { headerOf, type Headers } from './headers.ts'
import type { Failure, Problem } from '../fetch-result.ts'

const week = 7 * 24 * 60 * 60

/** Seconds to wait, from a Retry-After header: a number or an HTTP date (RFC 9110 §10.2.3), at most a week. */
function secondsToWait(text: string | null, clock: Clock): number | null {
  if (text === null) return null
  if (/^\s*\d{1,9}\s*$/.test(text)) return Math.min(Number(text), week)
  const until = readDate(text, null)?.instant
  if (!until) return null
  return Math.min(Math.max(Math.ceil(clock.now().until(until).total('seconds')), 0), week)
}

const meanings: Record<number, [Problem, Said]> = {
  401: ['forbidden', said('status-asks-password')],
  403: ['forbidden', said('status-refuses-programs')],
  404: ['not-found', said('status-not-found')],
  410: ['gone', said('status-gone')],
  429: ['rate-limited', said('status-asked-too-often')],
  451: ['forbidden', said('status-legal')],
  503: ['server-fault', said('status-unavailable')],
}

function meaningOf(status: number): [Problem, Said] {
  const known = meanings[status]
  if (known) return known
  return status >= 500 ? ['server-fault', said('status-server-fault')] : ['other', said('status-no-content')]
}

/** Explains a response that is neither content nor a redirect. `wall`: the bot check that sent it. */
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
        ? said('answered-with', { url, status, meaning })
        : said('behind-bot-wall', { url, wall }),
    problem: wall === null ? problem : 'bot-wall',
    gone: status === 410,
    retryAfter: secondsToWait(headerOf(headers, 'retry-after'), clock),
  }
}
