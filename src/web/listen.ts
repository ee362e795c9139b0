import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** An address that a name resolves to may be unavailable on this machine, such as ::1 without IPv6. */
const absent = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT'])

export interface Listening {
  port: number
  /** Accepts no more connections; existing ones continue. */
  stop(): void
}

/**
 * Listens on all of these addresses that this machine has, with common limits: connections to the others are passed to the one server.
 * Throws if one is in use, or if this machine has none of them.
 */
export async function listenOn(
  web: FastifyInstance,
  addresses: readonly string[],
  port: number,
): Promise<Listening> {
  const [first, ...others] = addresses
  if (first === undefined) throw new Error('the name leads to no address')
  try {
    await web.listen({ host: first, port })
  } catch (error) {
    if (others.length === 0 || !isAbsent(error)) throw error
    return listenOn(web, others, port)
  }
  const taken = (web.server.address() as AddressInfo).port
  const more: Server[] = []
  for (const address of others) more.push(...(await alsoListen(web.server, address, taken, more)))
  web.server.once('close', () => closeAll(more))
  return { port: taken, stop: () => closeAll([web.server, ...more]) }
}

async function alsoListen(
  server: Server,
  address: string,
  port: number,
  before: readonly Server[],
): Promise<Server[]> {
  const own = createServer({ noDelay: true }, (socket) => server.emit('connection', socket))
  own.listen(port, address)
  try {
    await once(own, 'listening')
    return [own]
  } catch (error) {
    if (isAbsent(error)) return []
    closeAll(before)
    throw error
  }
}

const isAbsent = (error: unknown) => absent.has((error as NodeJS.ErrnoException).code ?? '')

function closeAll(servers: readonly Server[]): void {
  for (const server of servers) server.close()
}
