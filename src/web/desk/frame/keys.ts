import type { FastifyInstance } from 'fastify'
import type { WebContext } from '../../web-context.ts'
import type { Desk } from './frame.ts'

/** The page that lists the desk's keyboard shortcuts. */
export function registerKeys(scope: FastifyInstance, _: WebContext, desk: Desk): void {
  scope.get('/keys', { config: { permission: 'view-desk' } }, async (request, reply) =>
    desk.show(request, reply, 'keys', { title: desk.say('keys-title'), place: null }, {}),
  )
}
