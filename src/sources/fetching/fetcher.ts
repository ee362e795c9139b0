import type { Clock, HostTurns, Resolver } from '../../core/ports.ts'
import { said } from '../../core/said/said.ts'
import { wallOf } from './bot-wall.ts'
import { openEgress } from './egress.ts'
import { follow, isContent, type Arrival, type Road } from './follow.ts'
import { freshFor } from './freshness.ts'
import { headerOf } from './headers.ts'
import { openHostQueue } from './host-queue.ts'
import type { Limits } from '../limits.ts'
import type { Failure } from '../fetch-result.ts'
import type { Packed } from './response-body.ts'
import { refusal } from './response-status.ts'
import { openRobots } from './robots.ts'
import { readTarget } from './target.ts'

/** What is asked for: the Accept header, and the validators of the last time. */
interface Wish {
  accept: string
  etag: string | null
  lastModified: string | null
  /** The host's robots.txt is heeded: for pages made for people. Feeds and the like are made for programs. */
  robots: boolean
  /** `as-sent`: a packed file stays one, since who reads it unpacks it. By default a body is unpacked. */
  packed?: Packed
  /** A body that does not end where it should is taken as far as it has come: its reader keeps what is complete. */
  mayBeCut?: boolean
  /** Only the beginning of the body is read: who asks wants to know whether it answers. */
  isBrief?: boolean
  /** Gives the request up, on its way or still waiting for its host's turn. */
  signal?: AbortSignal
}

export type Fetched =
  | {
      ok: true
      unchanged: false
      body: Buffer
      contentType: string
      /** The address that answered, after redirects. */
      url: string
      movedTo: string | null
      etag: string | null
      lastModified: string | null
      /** Seconds for which it need not be asked for again, 0 to 24 hours; null: it does not say. */
      freshFor: number | null
    }
  | { ok: true; unchanged: true; freshFor: number | null }
  | Failure

export interface Fetcher {
  /**
   * Fetches an http(s) address within the limits, when its host has answered what was asked before. Never throws for
   * anything a server or an address can do.
   */
  fetch(address: string, wish: Wish): Promise<Fetched>
  close(): Promise<void>
}

interface FetcherSettings {
  resolver: Pick<Resolver, 'resolve'>
  clock: Clock
  limits: Limits
  /** Loopback may be connected to: for the demo and tests. */
  allowLoopback: boolean
  /** A proxy through which everything goes; null: none. */
  proxyUrl: string | null
  /** Turns among the processes that ask; null: this is the only one. */
  hostTurns: HostTurns | null
  /** `Daywire/<version> (+contact)`. */
  userAgent: string
}

function headersFor(wish: Wish, userAgent: string): Record<string, string> {
  return {
    'user-agent': userAgent,
    accept: wish.accept,
    ...(wish.etag === null ? {} : { 'if-none-match': wish.etag }),
    ...(wish.lastModified === null ? {} : { 'if-modified-since': wish.lastModified }),
  }
}

/** The code by which the REST interface of WordPress says why it refuses. */
const restCode = /^\s*\{\s*"code"\s*:\s*"(rest_\w{1,60})"/

/** What the end of a way means for one who wished for content. */
function meaningOf(arrival: Arrival, wish: Wish, clock: Clock): Fetched {
  const { status, headers, body, isCut, url, movedTo } = arrival
  if (status === 304 && (wish.etag ?? wish.lastModified) !== null)
    return { ok: true, unchanged: true, freshFor: freshFor(headers, clock) }
  const text = body.subarray(0, 64_000).toString('latin1')
  const wall = wallOf({ status, headers, text })
  const isThere = wish.isBrief ? status >= 200 && status < 300 : isContent(status)
  if (!isThere || wall !== null) {
    const refused = refusal(url.href, status, headers, wall, clock)
    const code = wall === null ? restCode.exec(text)?.[1] : undefined
    return code === undefined
      ? refused
      : { ...refused, reason: said('with-code', { why: refused.reason, code }) }
  }
  return {
    ok: true,
    unchanged: false,
    body,
    contentType: headerOf(headers, 'content-type') ?? '',
    url: url.href,
    movedTo,
    // What is only a part must be asked for again.
    etag: isCut ? null : headerOf(headers, 'etag'),
    lastModified: isCut ? null : headerOf(headers, 'last-modified'),
    freshFor: freshFor(headers, clock),
  }
}

const openToAll: Road['mayAsk'] = async () => null

/** Opens the one way out to the net: every request of feeds, pages and pictures goes through it. */
export function openFetcher(settings: FetcherSettings): Fetcher {
  const { limits, clock, allowLoopback, userAgent } = settings
  const dispatcher = openEgress(settings)
  const shared = { dispatcher, inTurn: openHostQueue(settings.hostTurns), limits, clock, allowLoopback }
  const mayRead = openRobots(clock, (file) => {
    const headers = { 'user-agent': userAgent, accept: 'text/plain, */*;q=0.1' }
    return follow(file, { ...shared, headers, packed: 'unpack', mayAsk: openToAll })
  })
  return {
    async fetch(address, wish) {
      const target = readTarget(address, allowLoopback)
      if ('ok' in target) return target
      const mayAsk = wish.robots ? mayRead : openToAll
      const headers = headersFor(wish, userAgent)
      const arrival = await follow(target.url, {
        ...shared,
        headers,
        packed: wish.packed ?? 'unpack',
        isBrief: wish.isBrief ?? false,
        mayBeCut: wish.mayBeCut ?? false,
        mayAsk,
        signal: wish.signal,
      })
      return arrival.ok ? meaningOf(arrival, wish, clock) : arrival
    },
    close: () => dispatcher.destroy(),
  }
}
