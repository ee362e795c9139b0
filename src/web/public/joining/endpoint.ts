import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { subscribePath } from '../../../core/links.ts'
import type { PagesIn } from '../../kit/views/views.ts'
import type { WebContext } from '../../web-context.ts'
import { largestForm } from '../../kit/limits/limits.ts'
import { honeypot, solutionField } from './form.ts'
import { signUpFormView } from './form-view.ts'
import { answerFaultsAsJson } from './json-faults.ts'
import { allowOrigin } from './origins.ts'
import { receive, type Received } from './receive.ts'
import { digestOf } from './subscribe.ts'

type Params = { Params: { digest: string } }

const texts = z.array(z.string().max(200)).max(50)
const wanted = z.object({
  email: z.string().max(400),
  topics: texts,
  days: texts.default([]),
  hour: z.string().max(20).default(''),
  timeZone: z.string().max(60).default(''),
  shown: z.string().max(100).default(''),
  [honeypot]: z.string().max(400).default(''),
  [solutionField]: z.string().max(8_000).default(''),
})

/**
 * Signing up from a newsroom's own site, as JSON: GET returns what a form there needs, POST accepts its contents, with the same service,
 * checks and limits as our form.
 */
export async function registerEndpoint(web: FastifyInstance, site: WebContext): Promise<void> {
  await web.register(async (json) => {
    answerFaultsAsJson(json, site)
    json.addContentTypeParser('application/json', { parseAs: 'string' }, (_, text, done) => {
      done(null, jsonOf(String(text)))
    })
    json.options<Params>('/subscribe/:digest/json', async (request, reply) =>
      reply.code(allowOrigin(site, request, reply) ? 204 : 403).send(),
    )
    json.get<Params>('/subscribe/:digest/json', async (request, reply) => {
      if (!allowOrigin(site, request, reply)) return reply.code(403).send({ ok: false })
      const digest = await digestOf(site, request.params.digest)
      if (!digest) return reply.code(404).send({ ok: false })
      const { stamp, topics, consent } = await signUpFormView(site, digest)
      return reply.send({
        ok: true,
        shown: stamp,
        topics: topics.map(({ id, name }) => ({ id, name })),
        consent,
        ...(site.context.settings.signUps.isChallenged && {
          challenge: `${site.context.settings.publicUrl}${subscribePath(digest.key)}/challenge`,
        }),
      })
    })
    json.post<Params>('/subscribe/:digest/json', { bodyLimit: largestForm }, async (request, reply) => {
      const digest = await digestOf(site, request.params.digest)
      const pages = site.pages.in(digest?.language ?? site.newsroom.language())
      const refuse = (status: number, key: string) =>
        reply.code(status).send({ ok: false, message: pages.say(key) })
      if (!allowOrigin(site, request, reply)) return refuse(403, 'originRefused')
      if (!digest) return refuse(404, 'notFoundTitle')
      const read = wanted.safeParse(request.body)
      if (!read.success) return refuse(400, 'jsonUnreadable')
      const { shown, [honeypot]: hidden, [solutionField]: solution, ...typed } = read.data
      return answer(pages, await receive(site, digest, typed, { hidden, shown, solution }, request.ip), reply)
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
  if (received.outcome === 'again')
    return reply.code(422).send({ ok: false, message: pages.say('pressAgain') })
  if (received.outcome !== 'late') return reply.code(202).send({ ok: true, message: pages.say('sentTitle') })
  void reply.header('retry-after', String(received.seconds))
  return reply.code(429).send({ ok: false, message: received.reason })
}
