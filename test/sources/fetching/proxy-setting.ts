import { createServer, type IncomingHttpHeaders } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface TestProxy {
  url: string
  /** The requested connections, as `host:port`. */
  asked: string[]
  headers: IncomingHttpHeaders[]
  /** Requests other than CONNECT. */
  plain: number
}

/** A real CONNECT proxy: every host, whatever its name, is this machine's port of the same number. */
export async function serveProxy(status = 200): Promise<TestProxy> {
  const proxy: TestProxy = { url: '', asked: [], headers: [], plain: 0 }
  const server = createServer((_, response) => {
    proxy.plain++
    response.writeHead(400).end()
  })
  const sockets = new Set<{ destroy(): void }>()
  server.on('connect', (request, client, head) => {
    proxy.asked.push(request.url ?? '')
    proxy.headers.push(request.headers)
    sockets.add(client.on('error', () => {}))
    if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`)
    const target = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.write(head)
      target.pipe(client).pipe(target)
    })
    sockets.add(target.on('error', () => client.destroy()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.closeAllConnections()
    server.close()
  })
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return proxy
}
