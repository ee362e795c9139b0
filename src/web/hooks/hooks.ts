import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { systemActor } from '../../core/entities/actor.ts'
import { hookServices } from '../../core/entities/feedback/hook-service.ts'
import { receiveHook, type HookAnswer } from '../../services/feedback/hooks/receive-hook.ts'
import { sentence } from '../../wording/wording.ts'
import { answerFaultsBy, notFound } from '../kit/errors.ts'
import { clientKey } from '../kit/limits/proxies.ts'
import type { WebContext } from '../web-context.ts'

const statuses = { forged: 403, malformed: 400, 'too-many': 413, unavailable: 503 } as const

/** Reports of services about e-mails: each is acknowledged once it is stored; otherwise the service is asked to send it again. */
export function registerHooks(scope: FastifyInstance, site: WebContext): void {
  answerFaultsBy(scope, site, (_, reply, { text }) =>
    reply.type('text/plain; charset=utf-8').send(`${text}\n`),
  )
  scope.post<{ Params: { service: string } }>('/:service', async (request, reply) => {
    const service = hookServices.find((one) => one === request.params.service)
    if (service === undefined) return notFound(site, reply)
    const header = (name: string): string => [request.headers[name] ?? ''].flat().join(', ')
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
    const answer = await receiveHook(site.context, service, { header, body }, systemActor)
    if (answer.answer === 'unknown') return notFound(site, reply)
    void reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8')
    return answer.answer === 'taken' ? 'taken\n' : refuse(site, request, reply, answer)
  })
}

type Refused = Extract<HookAnswer, { why: unknown }>

/** Answers with what is wrong, which the service shows to whoever set it up; a client that keeps failing gets no details. */
function refuse(
  site: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { answer, why }: Refused,
): string {
  const status = statuses[answer]
  // Naming certificates that do not exist proves nothing, either.
  if (answer !== 'too-many') {
    site.refusals.count('unproven')
    const seconds = site.rates.forged.take(clientKey(request.ip))
    if (seconds > 0) {
      void reply.code(429).header('retry-after', String(seconds))
      return 'too many reports that were not proven; try again later\n'
    }
  }
  if (status === 503) void reply.header('retry-after', '60')
  void reply.code(status)
  return `${sentence('en', why)}\n`
}
