import { Agent, request } from 'undici'
import type { Clock, Resolver } from '../core/ports.ts'
import { guardedConnector, RefusedHost } from './connector.ts'
import type { Limits } from './limits.ts'
import { failure, type Failure } from './reading.ts'
import { acceptedEncodings, readBody, UnreadableBody } from './response-body.ts'
import { refusal } from './response-status.ts'

/** What is asked for: the Accept header, and the validators of the last time. */
interface Wish {
  accept: string
  etag: string | null
  lastModified: string | null
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
    }
  | { ok: true; unchanged: true }
  | Failure

export interface Fetcher {
  /** Fetches an http(s) address within the limits. Never throws for anything a server or an address can do. */
  fetch(address: string, wish: Wish): Promise<Fetched>
  close(): Promise<void>
}

interface FetcherSettings {
  resolver: Resolver
  clock: Clock
  limits: Limits
  /** Loopback may be connected to: for the demo and tests. */
  allowLoopback: boolean
  /** `Daywire/<version> (+contact)`. */
  userAgent: string
}

type Answer = Awaited<ReturnType<typeof request>>

/** An address that may be asked, without its fragment, or why not. */
function readTarget(text: string, base?: string): { url: URL } | Failure {
  const url = URL.parse(text, base)
  if (url === null) return failure(`${text} is not a valid address`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return failure(`${url.protocol}// addresses are not read; use one that begins with http:// or https://`)
  if (url.username !== '' || url.password !== '')
    return failure(`the address of ${url.host} holds a user name or password; take it out`)
  url.hash = ''
  return { url }
}

const header = (answer: Answer, name: string): string | null => {
  const value = answer.headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? null
}

function explain(error: unknown, url: URL, limits: Limits): Failure {
  if (error instanceof RefusedHost) return failure(error.message)
  if (error instanceof UnreadableBody) return failure(`${url.href} ${error.message}`)
  const { name, code, message } = error as { name?: string; code?: string; message?: string }
  if (name === 'TimeoutError') return failure(`${url.host} took longer than ${limits.time / 1000} seconds`)
  return failure(`${url.host} cannot be read: ${message || code || name}`)
}

/** Opens the one way out to the net: every request of feeds and pictures goes through it. */
export function openFetcher(settings: FetcherSettings): Fetcher {
  const { limits, clock } = settings
  const agent = new Agent({
    connect: guardedConnector(settings.resolver, settings.allowLoopback, limits.connectTime),
    connections: 4,
    // The whole request has its own limit; these are undici's, which would each start anew.
    headersTimeout: limits.time,
    bodyTimeout: limits.time,
  })
  const ask = (url: URL, wish: Wish, signal: AbortSignal): Promise<Answer> =>
    request(url, {
      dispatcher: agent,
      signal,
      headers: {
        'user-agent': settings.userAgent,
        accept: wish.accept,
        'accept-encoding': acceptedEncodings,
        ...(wish.etag === null ? {} : { 'if-none-match': wish.etag }),
        ...(wish.lastModified === null ? {} : { 'if-modified-since': wish.lastModified }),
      },
    })

  async function take(answer: Answer, url: URL, movedTo: string | null): Promise<Fetched> {
    const body = await readBody(answer.body, header(answer, 'content-encoding') ?? '', limits.bytes)
    return {
      ok: true,
      unchanged: false,
      body,
      contentType: header(answer, 'content-type') ?? '',
      url: url.href,
      movedTo,
      etag: header(answer, 'etag'),
      lastModified: header(answer, 'last-modified'),
    }
  }

  async function follow(start: URL, wish: Wish): Promise<Fetched> {
    const signal = AbortSignal.timeout(limits.time)
    let url = start
    let movedForGood = true
    let movedTo: string | null = null
    for (let hops = 0; hops <= limits.redirects; hops++) {
      try {
        const answer = await ask(url, wish, signal)
        const location =
          answer.statusCode >= 300 && answer.statusCode < 400 ? header(answer, 'location') : null
        if (answer.statusCode === 200) return await take(answer, url, movedTo)
        answer.body.on('error', () => {}).destroy()
        if (answer.statusCode === 304 && (wish.etag ?? wish.lastModified) !== null)
          return { ok: true, unchanged: true }
        if (location === null)
          return refusal(url.href, answer.statusCode, header(answer, 'retry-after'), clock)
        const target = readTarget(location, url.href)
        if ('ok' in target)
          return failure(`${url.href} leads on to an address that is not followed: ${target.reason}`)
        url = target.url
        movedForGood &&= answer.statusCode === 301 || answer.statusCode === 308
        movedTo = movedForGood ? url.href : movedTo
      } catch (error) {
        return explain(error, url, limits)
      }
    }
    return failure(`${start.href} leads on more than ${limits.redirects} times; use the address it ends at`)
  }

  return {
    async fetch(address, wish) {
      const target = readTarget(address)
      return 'ok' in target ? target : follow(target.url, wish)
    },
    close: () => agent.destroy(),
  }
}
