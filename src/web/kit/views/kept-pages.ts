import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../../../core/ports.ts'

/** An answer as it is kept: bytes, and an entity tag's text that differs where they do. */
interface KeptPage {
  type: string
  bytes: Buffer
  /** The same, compressed once, when somebody asks for it so. */
  gzipped?: Promise<Buffer>
  tag: string
  /** Its one path below the public URL. */
  path: string
  status?: number
}

export interface MadePage {
  type: string
  text: string
  path: string
  /** 200 where it is not given. */
  status?: number
}

/** Milliseconds after which a page is made anew when somebody asks for it: with the answer itself it is never two seconds old. */
const checkEvery = 1_000
const mostPages = 300
const mostBytes = 32 * 1024 * 1024

export interface KeptPages {
  /** Answers with the page of a key, made where there is none of the last second; false where there is no such page. */
  answer(
    request: FastifyRequest,
    reply: FastifyReply,
    key: string,
    make: () => Promise<MadePage | null>,
  ): Promise<boolean>
}

/** Below that many bytes there is little to save. */
const leastGzipped = 1_024
const gzip = promisify(zlib.gzip)

/** Whether gzip is named, and not with a weight of nothing (RFC 9110 §12.5.3). */
const takesGzip = ({ headers }: FastifyRequest): boolean =>
  /(?:^|[\s,])gzip\s*(?:$|,|;(?!\s*q=0(?:\.0*)?\s*(?:$|,)))/i.test(headers['accept-encoding'] ?? '')

/**
 * Public pages, kept in memory. However many ask for one, it is made once a second at most, and what changed in any process shows
 * within two.
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
    // A clock that was set back must not keep a page from being made.
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
      // Each way of writing it has a tag of its own (RFC 9110 §8.8.3.3).
      const tag = `"${page.tag}${isGzipped ? '-gzip' : ''}"`
      void reply
        .code(page.status ?? 200)
        .type(page.type)
        .header('link', `<${publicUrl}${encodeURI(page.path)}>; rel="canonical"`)
        // Kept by browsers and proxies, but asked for each time: a withdrawn story must not stay there.
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
