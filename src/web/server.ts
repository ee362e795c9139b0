import { isIP } from 'node:net'
import { isLoopbackHost } from '../core/addresses/loopback.ts'
import { AppError, reasonOf } from '../core/errors.ts'
import type { Context } from '../services/context.ts'
import { buildWeb } from './build.ts'
import { listenOn } from './listen.ts'
import { requestsUnderWay } from './requests-under-way.ts'
import type { WebOptions } from './web-context.ts'
import { said } from '../core/said/said.ts'

export interface Web {
  /** The URL that it serves. */
  url: string
  port: number
  /** Accepts no more connections, and waits up to `grace` milliseconds for responses; false if any was cut off. */
  close(grace?: number): Promise<boolean>
}

/** Serves the pages on every address of a host name. Throws `busy` if the port is in use. */
export async function openWeb(
  options: WebOptions & { context: Context; host: string; port: number },
): Promise<Web> {
  const { context, host } = options
  const web = await buildWeb(options)
  const requests = requestsUnderWay(web.server)
  try {
    const addresses = isIP(host) ? [host] : await addressesOf(context, host)
    const { port, stop } = await listenOn(web, addresses, options.port)
    return {
      url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`,
      port,
      async close(grace = 0) {
        stop()
        const isWhole = await requests.end(grace)
        await web.close()
        return isWhole
      },
    }
  } catch (cause) {
    await web.close()
    throw new AppError(
      'busy',
      said('cannot-listen-pages', { address: `${host}:${options.port}`, why: reasonOf(cause) }),
      { cause },
    )
  }
}

async function addressesOf({ resolver }: Context, host: string): Promise<string[]> {
  try {
    return [...new Set(await resolver.resolve(host))]
  } catch (error) {
    // Not every machine lists it, though it never resolves to anything else (RFC 6761 §6.3).
    if (isLoopbackHost(host)) return ['127.0.0.1', '::1']
    throw error
  }
}
