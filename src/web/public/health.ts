import type { FastifyInstance } from 'fastify'
import { readiness } from '../../services/newsroom/readiness.ts'
import type { WebContext } from '../web-context.ts'
import { sentence } from '../../wording/wording.ts'

/** `/livez`: the process answers. `/readyz`: so does the database, and its tables are up to date. */
export function registerHealth(web: FastifyInstance, { context, path }: WebContext): void {
  for (const prefix of new Set(['/', path])) {
    web.get(`${prefix}livez`, async (_, reply) =>
      reply.header('cache-control', 'no-store').send({ ok: true }),
    )
    web.get(`${prefix}readyz`, async (_, reply) => {
      const ready = await readiness(context)
      return reply
        .code(ready.ok ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(ready.ok ? ready : { ok: false, reason: sentence('en', ready) })
    })
  }
}
