import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../core/errors.ts'
import { isProbe, type Arrived } from '../../services/newsroom/public-address.ts'
import { openReadiness } from '../../services/newsroom/doctor/readiness.ts'
import type { WebContext } from '../web-context.ts'
import { proxiesOf, type IsProxy } from '../kit/limits/proxies.ts'
import { sentence } from '../../wording/wording.ts'
import { said } from '../../core/said/said.ts'

/**
 * `/livez`: the process answers. `/readyz`: the database answers, too, its tables are up to date, and it can be written to.
 * `/readyz/TOKEN`: how this request arrived, for `doctor`, which sends the token.
 */
export function registerHealth(web: FastifyInstance, { context, path, trustedProxies }: WebContext): void {
  const isProxy = proxiesOf(trustedProxies)
  const readiness = openReadiness(context)
  for (const prefix of new Set(['/', path])) {
    web.get(`${prefix}livez`, async (_, reply) =>
      reply.header('cache-control', 'no-store').send({ ok: true }),
    )
    web.get(`${prefix}readyz`, async (_, reply) => {
      const ready = await readiness()
      return reply
        .code(ready.ok ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(ready.ok ? ready : { ok: false, reason: sentence('en', ready) })
    })
    web.get<{ Params: { token: string } }>(`${prefix}readyz/:token`, async (request, reply) => {
      if (!isProbe(context, request.params.token)) throw new AppError('not-found', said('page-none'))
      return reply.header('cache-control', 'no-store').send(arrivedAs(request, isProxy))
    })
  }
}

function arrivedAs({ url, headers, ip, socket }: FastifyRequest, isProxy: IsProxy): Arrived {
  const peer = socket.remoteAddress ?? ''
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',')
  return {
    path: url,
    host: headers.host ?? '',
    client: ip,
    peer,
    isPeerTrusted: isProxy(peer),
    forwardedFor: forwarded
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
    scheme: [headers['x-forwarded-proto'] ?? []].flat().join(','),
  }
}
