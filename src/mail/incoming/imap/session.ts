import { ImapFlow } from 'imapflow'
import { mostKept } from '../../../core/entities/feedback/message-size.ts'
import { reasonOf } from '../../../core/errors.ts'
import { clip, oneLine } from '../../../core/text/text.ts'
import type { ImapPlace } from './address.ts'

/** Limits on a server: times in milliseconds, sizes in bytes. */
export interface ImapBounds {
  /** For connecting, the greeting, and silence. */
  silence: number
  /** For one command, even if the server keeps sending. */
  command: number
  /** For everything from connecting to closing. */
  session: number
  /** One message; the rest is not fetched. */
  message: number
  /** One line, such as the list of all messages. */
  line: number
}

/** A connection to an IMAP server. */
export interface ImapSession {
  client: ImapFlow
  /** Runs `work`; if it fails or takes too long, throws an error that names `what` and what the server did. */
  ask<T>(what: string, work: () => Promise<T>): Promise<T>
  isOpen(): boolean
  close(): Promise<void>
}

export const imapBounds: ImapBounds = {
  silence: 30_000,
  command: 120_000,
  session: 600_000,
  message: mostKept + 1,
  line: 16 * 1024 * 1024,
}

/** Connects and logs in. Throws if that fails; ends when the signal aborts. */
export async function openImapSession(
  place: ImapPlace,
  bounds: ImapBounds,
  signal: AbortSignal,
): Promise<ImapSession> {
  const client = clientOf(place, bounds)
  /** Why the connection ended, which pending calls don't say. */
  let cause: unknown = null
  const ended = Promise.withResolvers<never>()
  ended.promise.catch(() => undefined)
  const end = (why: unknown): void => {
    cause ??= why
    client.close()
    ended.reject(cause)
  }
  client.on('error', end)
  const stop = (): void => end(signal.reason)
  signal.addEventListener('abort', stop)
  const whole = setTimeout(() => end(tooLong(bounds.session)), bounds.session)

  const session: ImapSession = {
    client,
    isOpen: () => cause === null && client.usable,
    async ask(what, work) {
      const timer = setTimeout(() => end(tooLong(bounds.command)), bounds.command)
      try {
        return await Promise.race([work(), ended.promise])
      } catch (error) {
        throw new Error(`${what}: ${saidBy(cause ?? error, place)}`, { cause: error })
      } finally {
        clearTimeout(timer)
      }
    },
    async close() {
      clearTimeout(whole)
      signal.removeEventListener('abort', stop)
      if (cause === null && client.usable) await client.logout().catch(() => undefined)
      client.close()
    },
  }
  try {
    await session.ask('connect', () => client.connect())
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}

function clientOf(place: ImapPlace, bounds: ImapBounds): ImapFlow {
  const { host, port, isEncrypted, user, pass } = place
  return new ImapFlow({
    host,
    port,
    secure: isEncrypted === 'from-start',
    // If encryption is required, a server without it ends the connection.
    doSTARTTLS: isEncrypted === 'starttls' ? true : isEncrypted === 'no' ? false : undefined,
    auth: { user, pass },
    tls: { rejectUnauthorized: true },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: bounds.silence,
    greetingTimeout: bounds.silence,
    socketTimeout: bounds.silence,
    maxLiteralSize: bounds.message,
    maxLineLength: bounds.line,
    maxResponseSize: bounds.message + bounds.line,
  })
}

const tooLong = (limit: number): Error => new Error(`the server took more than ${limit / 1000} s`)

const longestReason = 200

/** The error with the server's own words; never with the password, which a server may repeat. */
function saidBy(error: unknown, { pass }: ImapPlace): string {
  const own = reasonOf(error)
  const all = [own, ...['responseText', 'reason'].map((name) => textIn(error, name))]
    .filter(Boolean)
    .join(': ')
  return clip(oneLine(all.replaceAll(pass, '…').toWellFormed()), longestReason)
}

function textIn(error: unknown, name: string): string {
  const value: unknown = error instanceof Error ? Reflect.get(error, name) : undefined
  return typeof value === 'string' ? value : ''
}
