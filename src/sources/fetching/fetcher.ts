import type { Clock, HostTurns, Resolver } from '../../core/ports.ts'
import { said } from '../../core/said/said.ts'
import { wallOf } from './bot-wall.ts'
import { openEgress } from './egress.ts'
import { follow, isContent, type FinalResponse, type FollowSettings } from './follow.ts'
import { freshFor } from './freshness.ts'
import { headerOf } from './headers.ts'
import { openHostQueue } from './host-queue.ts'
import type { Limits } from '../limits.ts'
import type { Failure } from '../fetch-result.ts'
import type { Packed } from './response-body.ts'
import { refusal } from './response-status.ts'
import { openRobots } from './robots.ts'
import { readTarget } from './target.ts'

/** What to ask for: the Accept header, the validators of the last time, and how to read the response. */
interface FetchOptions {
  accept: string
  etag: string | null
  lastModified: string | null
  /** Obey the host's robots.txt: for pages, which are made for people. Feeds and the like are made for programs. */
  robots: boolean
  /** `as-sent`: a compressed file is left for its reader to decompress. By default a body is decompressed. */
  packed?: Packed
  /** Accept a body of another length than its headers declare, and what arrived of one that broke off. */
  mayBeCut?: boolean
  /** Read only the beginning of the body, to find out whether the address responds. */
  isBrief?: boolean
  /** Aborts the request, also while it waits for its host's turn. */
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
      /** Seconds for which the response is fresh, 0 to 24 hours; null if it does not say. */
      freshFor: number | null
    }
  | { ok: true; unchanged: true; freshFor: number | null }
  | Failure

export interface Fetcher {
  /**
   * Fetches an http(s) address within the limits, after earlier requests to its host. Never throws, whatever a server or an address does.
   */
  fetch(address: string, options: FetchOptions): Promise<Fetched>
  close(): Promise<void>
}

interface FetcherSettings {
  resolver: Pick<Resolver, 'resolve'>
  clock: Clock
  limits: Limits
  /** Allows connections to loopback, for the demo and tests. */
  allowLoopback: boolean
  /** A proxy for every request; null: none. */
  proxyUrl: string | null
  /** Coordinates requests with other processes; null: this is the only one. */
  hostTurns: HostTurns | null
  /** `Daywire/<version> (+contact)`. */
  userAgent: string
}

function headersFor(options: FetchOptions, userAgent: string): Record<string, string> {
  return {
    'user-agent': userAgent,
    accept: options.accept,
    ...(options.etag === null ? {} : { 'if-none-match': options.etag }),
    ...(options.lastModified === null ? {} : { 'if-modified-since': options.lastModified }),
  }
}

/** The error code of WordPress's REST interface. */
const restCode = /^\s*\{\s*"code"\s*:\s*"(rest_\w{1,60})"/

/** Turns the final response into the result of a fetch. */
function meaningOf(response: FinalResponse, options: FetchOptions, clock: Clock): Fetched {
  const { status, headers, body, isCut, url, movedTo } = response
  if (status === 304 && (options.etag ?? options.lastModified) !== null)
    return { ok: true, unchanged: true, freshFor: freshFor(headers, clock) }
  const text = body.subarray(0, 64_000).toString('latin1')
  const wall = wallOf({ status, headers, text })
  const isThere = options.isBrief ? status >= 200 && status < 300 : isContent(status)
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

const openToAll: FollowSettings['mayAsk'] = async () => null

/** Opens the only client for outgoing requests: every request for feeds, pages and pictures goes through it. */
export function openFetcher(settings: FetcherSettings): Fetcher {
  const { limits, clock, allowLoopback, userAgent } = settings
  const dispatcher = openEgress(settings)
  const shared = { dispatcher, inTurn: openHostQueue(settings.hostTurns), limits, clock, allowLoopback }
  const mayRead = openRobots(clock, (file) => {
    const headers = { 'user-agent': userAgent, accept: 'text/plain, */*;q=0.1' }
    return follow(file, { ...shared, headers, packed: 'unpack', mayAsk: openToAll })
  })
  return {
    async fetch(address, options) {
      const target = readTarget(address, allowLoopback)
      if ('ok' in target) return target
      const mayAsk = options.robots ? mayRead : openToAll
      const headers = headersFor(options, userAgent)
      const response = await follow(target.url, {
        ...shared,
        headers,
        packed: options.packed ?? 'unpack',
        isBrief: options.isBrief ?? false,
        mayBeCut: options.mayBeCut ?? false,
        mayAsk,
        signal: options.signal,
      })
      return response.ok ? meaningOf(response, options, clock) : response
    },
    close: () => dispatcher.destroy(),
  }
}
