import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../../../core/ports.ts'

/** A cached response: its bytes, and the text of an entity tag that differs if they do. */
interface KeptPage {
  type: string
  bytes: Buffer
  /** Compressed once, on the first request that accepts it. */
  gzipped?: Promise<Buffer>
  tag: string
  /** Its canonical path below the public URL. */
  path: string
  status?: number
}

export interface MadePage {
  type: string
  text: string
  path: string
  /** 200 by default. */
  status?: number
}

/** Milliseconds after which a page is rendered again on request: including the response itself it is never two seconds old. */
const checkEvery = 1_000
const mostPages = 300
const mostBytes = 32 * 1024 * 1024

export interface KeptPages {
  /** Answers with the page of a key, rendered unless one is less than a second old; false if there is no such page. */
  answer(
    request: FastifyRequest,
    reply: FastifyReply,
    key: string,
    make: () => Promise<MadePage | null>,
  ): Promise<boolean>
}

/** Below this many bytes compression saves little. */
const leastGzipped = 1_024
const gzip = promisify(zlib.gzip)

/** Whether gzip is accepted, without a weight of zero (RFC 9110 §12.5.3). */
const takesGzip = ({ headers }: FastifyRequest): boolean =>
  /(?:^|[\s,])gzip\s*(?:$|,|;(?!\s*q=0(?:\.0*)?\s*(?:$|,)))/i.test(headers['accept-encoding'] ?? '')

/**
 * Public pages, cached in memory. However many requests there are, a page is rendered at most once a second, and a change by any process
 * appears within two.
 */
export function openKeptPages(clock: Clock, publicUrl: string): KeptPages {
  const kept = new Map<string, { page: KeptPage; at: number }>()
  const making = new Map<string, Promise<KeptPage | null>>()
  let bytes = 0

  const forget = (key: string): void => {
    bytes -= kept.get(key)?.page.bytes.length ?? 0
    kept.delete(key)
  }

  const made = async (
    key: string,
    make: () => Promise<MadePage | null>,
    at: number,
  ): Promise<KeptPage | null> => {
    const next = await make()
    const before = kept.get(key)?.page
    forget(key)
    if (!next) return null
    const content = Buffer.from(next.text)
    const tag = hash('sha256', content, 'base64url').slice(0, 22)
    const page = before?.tag === tag ? { ...before, ...next } : { ...next, bytes: content, tag }
    kept.set(key, { page, at })
    bytes += content.length
    for (const oldest of kept.keys()) {
      if (kept.size <= mostPages && bytes <= mostBytes) break
      forget(oldest)
    }
    return page
  }

  const pageOf = async (key: string, make: () => Promise<MadePage | null>): Promise<KeptPage | null> => {
    const now = clock.now().epochMilliseconds
    const known = kept.get(key)
    // A clock that was set back must not keep a page from being rendered again.
    if (known && Math.abs(now - known.at) < checkEvery) return known.page
    const running = making.get(key) ?? made(key, make, now).finally(() => making.delete(key))
    making.set(key, running)
    return running
  }

  return {
    async answer(request, reply, key, make) {
      const page = await pageOf(key, make)
      if (!page) return false
      const isGzipped = page.bytes.length >= leastGzipped && takesGzip(request)
      // Each encoding has its own tag (RFC 9110 §8.8.3.3).
      const tag = `"${page.tag}${isGzipped ? '-gzip' : ''}"`
      void reply
        .code(page.status ?? 200)
        .type(page.type)
        .header('link', `<${publicUrl}${encodeURI(page.path)}>; rel="canonical"`)
        // Cached by browsers and proxies, but revalidated each time: a withdrawn story must not stay there.
        .header('cache-control', 'public, no-cache')
        .header('etag', tag)
        .header('vary', 'accept-encoding')
      if (request.headers['if-none-match']?.includes(tag)) void reply.code(304).send()
      else if (isGzipped) {
        page.gzipped ??= gzip(page.bytes)
        const sent = await page.gzipped
        void reply.header('content-encoding', 'gzip').send(sent)
      } else void reply.send(page.bytes)
      return true
    },
  }
}
