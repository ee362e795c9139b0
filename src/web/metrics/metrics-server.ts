import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError, reasonOf } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'

const mostConnections = 20
const longestRequestMs = 10_000

export interface MetricsServer {
  /** The URL: `http://127.0.0.1:9464/metrics`. */
  url: string
  close(): Promise<void>
}

/** Serves `/metrics` on a separate address, which serves no pages. Throws `busy` if the address is unavailable. */
export async function serveMetrics(
  { host, port }: { host: string; port: number },
  text: () => Promise<string>,
  contentType: string,
): Promise<MetricsServer> {
  const server = createServer(
    {
      requestTimeout: longestRequestMs,
      headersTimeout: longestRequestMs,
      connectionsCheckingInterval: longestRequestMs,
    },
    answering(text, contentType),
  )
  server.maxConnections = mostConnections
  const shown = host.includes(':') ? `[${host}]` : host
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    const why = reasonOf(cause)
    throw new AppError('busy', said('cannot-listen-metrics', { address: `${shown}:${port}`, why }), { cause })
  }
  return {
    url: `http://${shown}:${(server.address() as AddressInfo).port}/metrics`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function answering(text: () => Promise<string>, contentType: string): RequestListener {
  return (request, response) => {
    response.setHeader('cache-control', 'no-store')
    const refuse = (status: number, headers: Record<string, string> = {}): void =>
      void response.writeHead(status, headers).end()
    if (request.url?.split('?', 1)[0] !== '/metrics') return refuse(404)
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, { allow: 'GET, HEAD' })
    text().then(
      (body) => response.writeHead(200, { 'content-type': contentType }).end(body),
      () => refuse(500),
    )
  }
}
