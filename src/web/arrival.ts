import type { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { answerBroken } from './broken-requests.ts'
import type { WebContext } from './web-context.ts'

const late = Object.assign(new Error('the request took too long to arrive'), {
  code: 'ERR_HTTP_REQUEST_TIMEOUT',
})

/** Ends requests whose body does not arrive in time. The server's own limit is that for uploads, because it has one for all routes. */
export function limitArrival(web: FastifyInstance, site: WebContext): void {
  web.addHook('onRequest', async ({ raw, routeOptions }) => {
    const { socket } = raw
    // A request injected by a test has no socket.
    if (routeOptions.config.isUpload || !hasBody(raw) || !(socket instanceof Socket)) return
    const timer = setTimeout(() => {
      if (!raw.complete) answerBroken(site, late, socket)
    }, site.limits.request)
    timer.unref()
    raw.once('close', () => clearTimeout(timer))
  })
}

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
