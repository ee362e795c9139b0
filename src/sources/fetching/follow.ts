import { request, type Dispatcher } from 'undici'
import type { Clock } from '../../core/ports.ts'
import { said } from '../../core/said/said.ts'
import { openCookies, type Cookies } from './cookies.ts'
import { headerOf, listOf, type Headers } from './headers.ts'
import type { InTurn } from './host-queue.ts'
import type { Limits } from '../limits.ts'
import { failure, type Failure } from '../fetch-result.ts'
import { requestFault } from './request-fault.ts'
import { acceptedEncodings, readBody, readStart, type Packed } from './response-body.ts'
import { strictUtf8 } from '../text/charset.ts'
import { readTarget } from './target.ts'
import { timeLimit } from './time-limit.ts'

/** An answer that leads on no further, whatever its status. */
export interface Arrival {
  ok: true
  status: number
  headers: Headers
  /** Unpacked. All of it where `isContent`, unless `isBrief`, else the beginning. */
  body: Buffer
  url: URL
  /** True where the body does not end where it should: it may be only a part. */
  isCut: boolean
  /** Where it is from now on, after 301 and 308 alone. */
  movedTo: string | null
}

/** What a way through redirects needs. */
export interface Road {
  dispatcher: Dispatcher
  inTurn: InTurn
  limits: Limits
  clock: Clock
  allowLoopback: boolean
  /** What becomes of a body that is packed without saying so. */
  packed: Packed
  /** Of an answer 200 too, only the beginning of the body is read. */
  isBrief?: boolean
  /** What has come of a body that does not end where it should is taken for it. */
  mayBeCut?: boolean
  /** Sent with each request. */
  headers: Record<string, string>
  /** Asked before each address on the way; a failure ends it. */
  mayAsk(url: URL): Promise<Failure | null>
  /** Gives the way up. */
  signal?: AbortSignal | undefined
}

type Step =
  { status: number; headers: Headers; body: Buffer; isCut: boolean; location: string | null } | Failure

/** True of an answer with what was asked for; 203 is such a one that a proxy has changed (RFC 9110 §15.3.4). */
export const isContent = (status: number): boolean => status === 200 || status === 203

/** As much of a page as tells what it is, in bytes. */
const startOfPage = 64_000

/** A redirect's target. Some write it in UTF-8, where a header is read as latin1 (RFC 9110 §5.5). */
function locationIn(headers: Headers): string | null {
  const written = headerOf(headers, 'location')
  return written && (strictUtf8(Buffer.from(written, 'latin1')) ?? written)
}

async function ask(url: URL, road: Road, cookies: Cookies, signal: AbortSignal): Promise<Step> {
  const { dispatcher, headers, limits, packed, isBrief = false, mayBeCut = false } = road
  const cookie = cookies.headerFor(url)
  try {
    const answer = await request(url, {
      dispatcher,
      signal,
      headers: {
        ...headers,
        ...(cookie !== null && { cookie }),
        'accept-encoding': acceptedEncodings,
      },
    })
    const { statusCode: status, body } = answer
    cookies.take(url, answer.headers)
    const location = [301, 302, 303, 307, 308].includes(status) ? locationIn(answer.headers) : null
    let isCut = false
    const onEnding = mayBeCut ? () => void (isCut = true) : undefined
    const seen = { status, headers: answer.headers, location }
    // What is broken off here tells so by an error that nobody waits for.
    body.on('error', () => {})
    if (location !== null || status === 304) {
      body.destroy()
      return { ...seen, body: Buffer.alloc(0), isCut }
    }
    const encoding = listOf(answer.headers, 'content-encoding')
    const whole = isContent(status) && !isBrief
    const read = whole
      ? await readBody(body, encoding, limits.bytes, packed, onEnding)
      : await readStart(body, encoding, startOfPage)
    return { ...seen, body: read, isCut }
  } catch (error) {
    return requestFault(error, url, limits)
  }
}

const eitherOf = (late: AbortSignal, other: AbortSignal | undefined): AbortSignal =>
  other ? AbortSignal.any([late, other]) : late

/**
 * Asks for an address and follows its redirects, each looked at like the first. A host's turn is kept for one
 * request only, so that two ways that cross cannot wait for each other. Cookies are sent back on this one way, and forgotten
 * at its end.
 */
export async function follow(start: URL, road: Road): Promise<Arrival | Failure> {
  const { inTurn, limits } = road
  const spend = timeLimit(limits.time)
  const cookies = openCookies(road.clock)
  let url = start
  let movedForGood = true
  let movedTo: string | null = null
  const passed = new Set<string>()
  for (let hops = 0; hops <= limits.redirects; hops++) {
    const closed = await road.mayAsk(url)
    if (closed) return closed
    const step = await inTurn(
      url.hostname,
      () => spend((late) => ask(url, road, cookies, eitherOf(late, road.signal))),
      road.signal,
    )
    if ('ok' in step) return step
    const { location, ...answer } = step
    if (location === null) return { ok: true, ...answer, url, movedTo }
    const target = readTarget(location, road.allowLoopback, url.href)
    if ('ok' in target)
      return failure(said('redirects-elsewhere', { url: url.href, why: target.reason }), target.problem)
    passed.add(url.href)
    url = target.url
    movedForGood &&= answer.status === 301 || answer.status === 308
    movedTo = movedForGood ? url.href : movedTo
  }
  const way = { url: start.href, most: limits.redirects }
  return failure(passed.has(url.href) ? said('redirects-in-circle', way) : said('redirects-too-often', way))
}
