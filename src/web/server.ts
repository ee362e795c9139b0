import { isIP } from 'node:net'
import { isLoopbackHost } from '../core/addresses/loopback.ts'
import { AppError, reasonOf } from '../core/errors.ts'
import type { Context } from '../services/context.ts'
import { buildWeb } from './build.ts'
import { listenOn } from './listen.ts'
import type { WebOptions } from './web-context.ts'
import { said } from '../core/said/said.ts'

export interface Web {
  /** Where it listens. */
  url: string
  port: number
  close(): Promise<void>
}

/** Serves the pages, at every address of a host's name. Throws `busy` where the port is taken. */
export async function openWeb(
  options: WebOptions & { context: Context; host: string; port: number },
): Promise<Web> {
  const { context, host } = options
  const web = await buildWeb(options)
  try {
    const addresses = isIP(host) ? [host] : await addressesOf(context, host)
    const port = await listenOn(web, addresses, options.port)
    return { url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`, port, close: () => web.close() }
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
    // Not every machine lists it, though it leads to nothing else (RFC 6761 §6.3).
    if (isLoopbackHost(host)) return ['127.0.0.1', '::1']
    throw error
  }
}
