import robotsParser from 'robots-parser'
import type { Clock } from '../../core/ports.ts'
import type { FinalResponse } from './follow.ts'
import { failure, type Failure } from '../fetch-result.ts'
import { said } from '../../core/said/said.ts'
import { refusal } from './response-status.ts'

/** Returns why an address may not be read by a program; null if it may. */
export type RobotsCheck = (url: URL) => Promise<Failure | null>

/** Its types declare a default export, but as CommonJS the module is the function itself. */
const parseRobots = robotsParser as unknown as typeof robotsParser.default

/** Our name in robots.txt (RFC 9309 §2.2.1). */
const productToken = 'Daywire'
/** RFC 9309 §2.5: the rest need not be read. */
const longestFile = 500 * 1024
const hoursKept = 24
const minutesKeptOfFailure = 10
const mostKept = 1_000
/** Characters of rules with wildcards times characters of the address: the upper bound on the steps of matching. */
const mostSteps = 100_000_000

type Rules = (url: URL) => Failure | null

interface Kept {
  rules: Promise<Rules>
  /** Set when the rules have been read. */
  until: Temporal.Instant | null
}

/** Empties lines that are not rules, because they must not end a group (RFC 9309 §2.2.4); line numbers stay the same. */
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

/** Interprets the response for robots.txt: 4xx allows everything, a server error nothing (RFC 9309 §2.3.1). */
function meaningOf(file: URL, answer: FinalResponse | Failure, clock: Clock): Rules | Failure {
  if (answer.ok && answer.status >= 200 && answer.status < 300) return readRules(file, answer.body)
  if (answer.ok && answer.status >= 400 && answer.status < 500) return () => null
  const fault = answer.ok ? refusal(answer.url.href, answer.status, answer.headers, null, clock) : answer
  return { ...fault, gone: false, reason: said('robots-unread', { host: file.host, why: fault.reason }) }
}

/** Keeps the robots.txt of each origin, fetched with `get`, for a day; a failure only for minutes. */
export function openRobots(clock: Clock, get: (file: URL) => Promise<FinalResponse | Failure>): RobotsCheck {
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
