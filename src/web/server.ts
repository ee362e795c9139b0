import { isIP } from 'node:net'
import { AppError, reasonOf } from '../core/errors.ts'
import type { Context } from '../services/context.ts'
import { buildWeb } from './build.ts'
import { listenOn } from './listen.ts'
import type { WebOptions } from './web-context.ts'

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
    const addresses = isIP(host) ? [host] : [...new Set(await context.resolver.resolve(host))]
    const port = await listenOn(web, addresses, options.port)
    return { url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`, port, close: () => web.close() }
  } catch (cause) {
    await web.close()
    throw new AppError(
      'busy',
      `the pages cannot be served at ${host}:${options.port} (${reasonOf(cause)}); stop what uses the port, or set DAYWIRE_PORT`,
      { cause },
    )
  }
}
