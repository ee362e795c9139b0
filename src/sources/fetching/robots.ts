import robotsParser from 'robots-parser'
import type { Clock } from '../../core/ports.ts'
import type { Arrival } from './follow.ts'
import { failure, type Failure } from '../fetch-result.ts'
import { said } from '../../core/said/said.ts'
import { refusal } from './response-status.ts'

/** Says why an address may not be read by a program; null where it may. */
export type RobotsCheck = (url: URL) => Promise<Failure | null>

/** Its types tell of a default export; as CommonJS it is the function itself. */
const parseRobots = robotsParser as unknown as typeof robotsParser.default

/** Our name in robots.txt (RFC 9309 §2.2.1). */
const productToken = 'Daywire'
/** RFC 9309 §2.5: what is behind it need not be read. */
const longestFile = 500 * 1024
const hoursKept = 24
const minutesKeptOfFailure = 10
const mostKept = 1_000
/** Signs of rules with wildcards times signs of the address; matching them costs up to so many steps. */
const mostSteps = 100_000_000

type Rules = (url: URL) => Failure | null

interface Kept {
  rules: Promise<Rules>
  /** Set when it is there. */
  until: Temporal.Instant | null
}

/** Lines that are no rules are emptied, for they must not end a group (RFC 9309 §2.2.4), and keep their number. */
function rulesIn(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line) => (/^\s*(?:user-agent|allow|disallow)\s*:/i.test(line) ? line : ''))
    .join('\n')
}

function readRules(file: URL, body: Buffer): Rules {
  const text = rulesIn(body.subarray(0, longestFile).toString('utf8'))
  const costly = text.split('\n').filter((line) => /^[^:]*:.*\*/.test(line))
  const weight = costly.reduce((sum, line) => sum + line.length, 0)
  const robots = parseRobots(file.href, text)
  return (url) => {
    if (weight * url.href.length > mostSteps)
      return failure(said('robots-too-long', { file: file.href }), 'robots')
    if (robots.isAllowed(url.href, productToken) !== false) return null
    const line = robots.getMatchingLineNumber(url.href, productToken)
    return failure(
      said('robots-closed', { url: url.href, line, file: file.href, agent: productToken }),
      'robots',
    )
  }
}

/** What an answer for robots.txt means: refused is open to all, a fault of the server closed (RFC 9309 §2.3.1). */
function meaningOf(file: URL, answer: Arrival | Failure, clock: Clock): Rules | Failure {
  if (answer.ok && answer.status >= 200 && answer.status < 300) return readRules(file, answer.body)
  if (answer.ok && answer.status >= 400 && answer.status < 500) return () => null
  const fault = answer.ok ? refusal(answer.url.href, answer.status, answer.headers, null, clock) : answer
  return { ...fault, gone: false, reason: said('robots-unread', { host: file.host, why: fault.reason }) }
}

/** Keeps the robots.txt of each origin, got by `get`, for a day; one that cannot be had is asked for again soon. */
export function openRobots(clock: Clock, get: (file: URL) => Promise<Arrival | Failure>): RobotsCheck {
  const kept = new Map<string, Kept>()

  function ask(origin: string): Kept {
    const entry: Kept = { rules: read(), until: null }
    async function read(): Promise<Rules> {
      const file = new URL('/robots.txt', origin)
      const meaning = meaningOf(file, await get(file), clock)
      const isFailure = 'ok' in meaning
      entry.until = clock.now().add(isFailure ? { minutes: minutesKeptOfFailure } : { hours: hoursKept })
      return isFailure ? () => meaning : meaning
    }
    kept.delete(origin)
    kept.set(origin, entry)
    for (const oldest of kept.keys()) if (kept.size > mostKept) kept.delete(oldest)
    return entry
  }

  return async (url) => {
    const known = kept.get(url.origin)
    const isFresh = known && (known.until === null || Temporal.Instant.compare(clock.now(), known.until) < 0)
    const { rules } = isFresh ? known : ask(url.origin)
    return (await rules)(url)
  }
}
