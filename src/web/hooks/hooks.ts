import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { systemActor } from '../../core/entities/actor.ts'
import { hookServices } from '../../core/entities/feedback/hook-service.ts'
import { receiveHook, type HookAnswer } from '../../services/feedback/hooks/receive-hook.ts'
import { sentence } from '../../wording/wording.ts'
import { answerFaultsBy, notFound } from '../kit/errors.ts'
import { clientKey } from '../kit/limits/proxies.ts'
import type { WebContext } from '../web-context.ts'

const statuses = { forged: 403, malformed: 400, 'too-many': 413, unavailable: 503 } as const

/** What a service reports of e-mails: it is acknowledged once it is stored, and asked for again where it could not be. */
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

/** Says what is wrong, as the service shows it to who set it up; one client that goes on with it gets no more than that. */
function refuse(
  site: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { answer, why }: Refused,
): string {
  const status = statuses[answer]
  // One who names certificates that do not exist proves as little.
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
