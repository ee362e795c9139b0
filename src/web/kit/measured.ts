import type { FastifyInstance } from 'fastify'
import type { DurationLabels } from '../../core/metrics/counted.ts'
import type { Context } from '../../services/context.ts'

type Labels = DurationLabels<'daywire_http_request_duration_seconds'>
export type MeasuredScope = Labels['scope']

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The scope under which the time of its requests is measured; null if it is not measured, because the response stays open. */
    measuredAs?: MeasuredScope | null
  }
}

/** Measures the response times of requests by the scope of their route; `none` without a route. */
export function measureRequests(web: FastifyInstance, { metrics }: Pick<Context, 'metrics'>): void {
  web.addHook('onResponse', async (request, reply) => {
    const { measuredAs: scope = 'none' } = request.routeOptions.config
    if (scope === null) return
    const labels = { scope, status: classOf(reply.statusCode) }
    metrics.observe('daywire_http_request_duration_seconds', labels, reply.elapsedTime / 1000)
  })
}

function classOf(status: number): Labels['status'] {
  if (status >= 500) return '5xx'
  if (status >= 400) return '4xx'
  return status >= 300 ? '3xx' : '2xx'
}
