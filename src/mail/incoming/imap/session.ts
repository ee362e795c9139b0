import { ImapFlow } from 'imapflow'
import { mostKept } from '../../../core/entities/feedback/message-size.ts'
import { reasonOf } from '../../../core/errors.ts'
import { clip, oneLine } from '../../../core/text/text.ts'
import type { ImapPlace } from './address.ts'

/** What a server may take: times in milliseconds, sizes in bytes. */
export interface ImapBounds {
  /** For connecting, for its greeting, and for a server that says nothing. */
  silence: number
  /** For one command, even if the server says something all the while. */
  command: number
  /** For everything between connecting and leaving. */
  session: number
  /** One message; what is beyond is not asked for. */
  message: number
  /** One line, such as the list of all messages. */
  line: number
}

/** A connection to a server of mailboxes. */
export interface ImapSession {
  client: ImapFlow
  /** Does something that `what` names, and throws naming it, with what the server did, where that fails or takes too long. */
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

/** Connects and logs in. Throws where that fails; ends with the signal. */
export async function openImapSession(
  place: ImapPlace,
  bounds: ImapBounds,
  signal: AbortSignal,
): Promise<ImapSession> {
  const client = clientOf(place, bounds)
  /** Why the connection ended: calls that wait for it only say that it did. */
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
    // Where it is to be encrypted, a server that cannot ends the connection.
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

/** What went wrong, with the server's own words; never with the password, which a server may repeat. */
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
