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

/** A response that is not a redirect, whatever its status. */
export interface FinalResponse {
  ok: true
  status: number
  headers: Headers
  /** Decompressed. Complete where `isContent`, unless `isBrief` or `isCut`; otherwise only the beginning. */
  body: Buffer
  url: URL
  /** The body has another length than its headers declare, or broke off. */
  isCut: boolean
  /** The new address, if every redirect so far was 301 or 308. */
  movedTo: string | null
}

export interface FollowSettings {
  dispatcher: Dispatcher
  inTurn: InTurn
  limits: Limits
  clock: Clock
  allowLoopback: boolean
  /** How to treat a body that is compressed without declaring it. */
  packed: Packed
  /** Read only the beginning of the body, also at status 200. */
  isBrief?: boolean
  /** What has come of a body that does not end where it should is taken for it. */
  mayBeCut?: boolean
  /** Sent with each request. */
  headers: Record<string, string>
  /** Called before each request; a failure ends the redirects. */
  mayAsk(url: URL): Promise<Failure | null>
  signal?: AbortSignal | undefined
}

type Step =
  { status: number; headers: Headers; body: Buffer; isCut: boolean; location: string | null } | Failure

/** True of statuses with content; 203 is a 200 that a proxy has changed (RFC 9110 §15.3.4). */
export const isContent = (status: number): boolean => status === 200 || status === 203

/** Bytes of a page that are enough to recognise it. */
const startOfPage = 64_000

/** The target of a redirect. Some servers write it in UTF-8, while headers are read as latin1 (RFC 9110 §5.5). */
function locationIn(headers: Headers): string | null {
  const written = headerOf(headers, 'location')
  return written && (strictUtf8(Buffer.from(written, 'latin1')) ?? written)
}

async function ask(url: URL, settings: FollowSettings, cookies: Cookies, signal: AbortSignal): Promise<Step> {
  const { dispatcher, headers, limits, packed, isBrief = false, mayBeCut = false } = settings
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
    // Destroying the body emits an error that nothing else handles.
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
 * Requests an address and follows its redirects, checking each like the first. A host's turn is held for one request only, so that two
 * chains that cross cannot wait for each other. Cookies are sent back within this chain and then dropped.
 */
export async function follow(start: URL, settings: FollowSettings): Promise<FinalResponse | Failure> {
  const { inTurn, limits } = settings
  const runTimed = timeLimit(limits.time)
  const cookies = openCookies(settings.clock)
  let url = start
  let movedForGood = true
  let movedTo: string | null = null
  const passed = new Set<string>()
  for (let hops = 0; hops <= limits.redirects; hops++) {
    const closed = await settings.mayAsk(url)
    if (closed) return closed
    const step = await inTurn(
      url.hostname,
      () => runTimed((late) => ask(url, settings, cookies, eitherOf(late, settings.signal))),
      settings.signal,
    )
    if ('ok' in step) return step
    const { location, ...answer } = step
    if (location === null) return { ok: true, ...answer, url, movedTo }
    const target = readTarget(location, settings.allowLoopback, url.href)
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
