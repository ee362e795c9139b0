import type { FastifyInstance } from 'fastify'
import { AppError, reasonOf } from '../core/errors.ts'
import type { Context } from '../services/context.ts'
import { buildWeb } from './build.ts'
import type { WebOptions } from './web-context.ts'

export interface Web {
  /** Where it listens. */
  url: string
  port: number
  close(): Promise<void>
}

/** Serves the pages. Throws `busy` where the port is taken. */
export async function openWeb(
  options: WebOptions & { context: Context; host: string; port: number },
): Promise<Web> {
  const web: FastifyInstance = await buildWeb(options)
  // For `localhost` Fastify opens a second server, for ::1, which would have none of the limits of the first.
  const host = options.host === 'localhost' ? '127.0.0.1' : options.host
  try {
    const url = await web.listen({ host, port: options.port })
    return { url, port: Number(new URL(url).port), close: () => web.close() }
  } catch (cause) {
    throw new AppError(
      'busy',
      `the pages cannot be served at ${options.host}:${options.port} (${reasonOf(cause)}); stop what uses the port, or set DAYWIRE_PORT`,
      { cause },
    )
  }
}
