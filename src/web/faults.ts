import type { FastifyInstance, FastifyReply } from 'fastify'
import { AppError, reasonOf, type FaultCode } from '../core/errors.ts'
import type { Desk } from './desk.ts'
import { guard } from './protection.ts'

const statuses: Record<FaultCode, number> = {
  'bad-config': 500,
  'bad-input': 400,
  'not-found': 404,
  conflict: 409,
  'store-unavailable': 503,
  'template-broken': 500,
  'smtp-unavailable': 503,
  'smtp-refused': 503,
  'not-allowed': 403,
  busy: 503,
}

/** A page that is not there, with what a reader can do. */
export function notFound(desk: Desk, reply: FastifyReply): string {
  const { pages } = desk
  void reply.code(404).type('text/html; charset=utf-8')
  const title = pages.say('notFoundTitle')
  return pages.render('message', title, { title, text: pages.say('notFoundText') })
}

/** Answers an address that cannot be decoded, which reaches no hook and no handler. */
export function answerUnread(desk: Desk, reply: FastifyReply): void {
  guard(reply)
  void reply.send(notFound(desk, reply))
}

/** Answers what went wrong with a page that gives away nothing of the inside; the log has the rest. */
export function answerFaults(web: FastifyInstance, desk: Desk): void {
  web.setNotFoundHandler(async (_, reply) => notFound(desk, reply))
  web.setErrorHandler(async (error: unknown, request, reply) => {
    const status = statusOf(error)
    if (status === 404) return notFound(desk, reply)
    if (status >= 500)
      desk.house.events.emit({
        level: 'error',
        name: 'web.failed',
        message: `${request.method} ${request.routeOptions.url ?? ''}: ${reasonOf(error)}`,
      })
    const title = desk.pages.say(status >= 500 ? 'failedTitle' : 'refusedTitle')
    const text = desk.pages.say(status >= 500 ? 'failedText' : 'refusedText')
    return reply
      .code(status)
      .type('text/html; charset=utf-8')
      .send(desk.pages.render('message', title, { title, text }))
  })
}

function statusOf(error: unknown): number {
  if (error instanceof AppError) return statuses[error.code]
  const status = (error as { statusCode?: unknown }).statusCode
  return typeof status === 'number' && status >= 400 ? status : 500
}
