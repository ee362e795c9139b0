import type { FastifyInstance } from 'fastify'
import { answerFaultsBy } from '../../kit/errors.ts'
import type { WebContext } from '../../web-context.ts'
import { allowOrigin } from './origins.ts'

/** Answers errors as `{ ok: false, message }`, which the newsroom's other sites may read. */
export function answerFaultsAsJson(scope: FastifyInstance, site: WebContext): void {
  answerFaultsBy(scope, site, (request, reply, { text }) => {
    // The error may have occurred before the route checked the origin.
    allowOrigin(site, request, reply)
    return reply.type('application/json; charset=utf-8').send({ ok: false, message: text })
  })
}
