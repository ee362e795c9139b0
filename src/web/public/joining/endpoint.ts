import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { PagesIn } from '../../kit/views/views.ts'
import type { WebContext } from '../../web-context.ts'
import { largestForm } from '../../kit/limits/limits.ts'
import { ask, type Received } from './receive.ts'
import { digestOf } from './subscribe.ts'

type Params = { Params: { digest: string } }

const texts = z.array(z.string().max(200)).max(50)
const wanted = z.object({
  email: z.string().max(400),
  topics: texts,
  days: texts.default([]),
  hour: z.string().max(20).default(''),
  timeZone: z.string().max(60).default(''),
})

/**
 * Signing up from a newsroom's own site, as JSON: the same service and budgets as the form. Only sites that the settings name
 * may send it from a page (CORS, W3C Fetch §3.2); a server of theirs sends no origin.
 */
export async function registerEndpoint(web: FastifyInstance, site: WebContext): Promise<void> {
  const origins = new Set([
    new URL(site.context.settings.publicUrl).origin,
    ...site.context.settings.signUps.origins,
  ])
  /** Lets a page of the request's site read the answer; false for a site that is not named. */
  const allow = ({ headers }: FastifyRequest, reply: FastifyReply): boolean => {
    void reply.headers({ vary: 'Origin', 'cache-control': 'no-store' })
    if (headers.origin === undefined) return true
    if (!origins.has(headers.origin)) return false
    void reply.headers({
      'access-control-allow-origin': headers.origin,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
    })
    return true
  }

  await web.register(async (json) => {
    json.addContentTypeParser('application/json', { parseAs: 'string' }, (_, text, done) => {
      done(null, jsonOf(String(text)))
    })
    json.options<Params>('/subscribe/:digest/json', async (request, reply) =>
      reply.code(allow(request, reply) ? 204 : 403).send(),
    )
    json.post<Params>('/subscribe/:digest/json', { bodyLimit: largestForm }, async (request, reply) => {
      const digest = await digestOf(site, request.params.digest)
      const pages = site.pages.in(digest?.language ?? site.newsroom.language())
      const refuse = (status: number, key: string) =>
        reply.code(status).send({ ok: false, message: pages.say(key) })
      if (!allow(request, reply)) return refuse(403, 'originRefused')
      if (!digest) return refuse(404, 'notFoundTitle')
      const read = wanted.safeParse(request.body)
      if (!read.success) return refuse(400, 'jsonUnreadable')
      return answer(pages, await ask(site, digest, { ...read.data, ip: request.ip }), reply)
    })
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function answer(pages: PagesIn, received: Received, reply: FastifyReply): FastifyReply {
  if (received.outcome === 'faults') return reply.code(422).send({ ok: false, fields: received.faults })
  if (received.outcome !== 'late') return reply.code(202).send({ ok: true, message: pages.say('sentTitle') })
  void reply.header('retry-after', String(received.seconds))
  return reply.code(429).send({ ok: false, message: received.reason })
}
