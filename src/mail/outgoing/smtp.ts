import { isLoopbackHost } from '../../core/addresses/loopback.ts'
import { AppError } from '../../core/errors.ts'
import { BodyConnection } from './body-connection.ts'
import { readSmtpAddress, type SmtpAddress } from './smtp-address.ts'
import { openingFault, secretsOf } from './smtp-faults.ts'
import { SmtpSession } from './smtp-session.ts'
import type { Transport } from './transport.ts'
import { said } from '../../core/said/said.ts'

export type { OutgoingMail, SendOutcome, SendStage, Session, Transport } from './transport.ts'

/**
 * Milliseconds. `connect`: for the connection; `greeting`: for everything until the login is done, even if the server keeps sending;
 * `idle`: for the replies to an envelope, and then for the reply to the body (RFC 5321 §4.5.3.2).
 */
export interface SmtpTimeouts {
  connect: number
  greeting: number
  idle: number
}

export const defaultTimeouts: SmtpTimeouts = { connect: 30_000, greeting: 30_000, idle: 600_000 }

/** `require`: TLS with a valid certificate. `opportunistic`: TLS if offered, with any certificate (RFC 7435). `none`: never TLS. */
export type TlsPolicy = 'require' | 'opportunistic' | 'none'

export interface SmtpServer extends SmtpAddress {
  tls: TlsPolicy
  /** This machine's name in EHLO; by default its host name. */
  ehlo?: string
  /** PEM of a certificate authority to trust in addition to the system's. */
  ca?: string
  timeouts?: SmtpTimeouts
}

export interface SmtpOptions {
  /** Allows unencrypted e-mails to a host other than this machine. */
  allowPlain: boolean
  ca?: string
  timeouts?: SmtpTimeouts
}

/** The default policy: a mail server on this machine seldom has a certificate for localhost. */
export function usualTls(address: SmtpAddress, allowPlain = false): TlsPolicy {
  if (address.secure) return 'require'
  if (isLoopbackHost(address.host)) return 'none'
  return allowPlain ? 'opportunistic' : 'require'
}

function connectionFor(server: SmtpServer): BodyConnection {
  const { connect, greeting, idle } = server.timeouts ?? defaultTimeouts
  return new BodyConnection({
    host: server.host,
    port: server.port,
    secure: server.secure,
    ignoreTLS: server.tls === 'none',
    requireTLS: server.tls === 'require' && !server.secure,
    opportunisticTLS: server.tls === 'opportunistic',
    name: server.ehlo,
    tls: {
      ...(server.ca === undefined ? {} : { ca: server.ca }),
      ...(server.tls === 'opportunistic' ? { rejectUnauthorized: false } : {}),
    },
    connectionTimeout: connect,
    greetingTimeout: greeting,
    socketTimeout: idle,
    // A dropped connection must not stay half-open: the server might still wait for the body.
    socketCloseTimeout: 0,
  })
}

/** Resolves when `step` calls back; rejects when it or the connection fails. */
function settled(
  connection: BodyConnection,
  step: (done: (error?: Error | null) => void) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error('the server closed the connection'))
    connection.once('error', reject)
    connection.once('end', gone)
    step((error) => {
      connection.off('error', reject)
      connection.off('end', gone)
      if (error) reject(error)
      else resolve()
    })
  })
}

const noLogin = (where: string) =>
  new AppError('smtp-refused', said('smtp-offers-no-login', { server: where }))

/** The kinds of login that are supported. */
const supported = new Set(['PLAIN', 'LOGIN', 'CRAM-MD5'])

/** Throws where the server offers no login that is supported, before it is given a password. */
function requireLogin({ allowsAuth, logins }: BodyConnection, where: string): void {
  if (!allowsAuth) throw noLogin(where)
  if (logins.length > 0 && !logins.some((kind) => supported.has(kind)))
    throw new AppError('smtp-refused', said('smtp-other-logins', { server: where, kinds: logins }))
}

async function opened(server: SmtpServer): Promise<BodyConnection> {
  const where = `${server.host}:${server.port}`
  const connection = connectionFor(server)
  // Faults also reach a callback; without a listener, the event would end the process.
  connection.on('error', () => undefined)
  const { connect, greeting } = server.timeouts ?? defaultTimeouts
  const deadline = setTimeout(() => connection.giveUp(), connect + greeting)
  try {
    await settled(connection, (done) => connection.connect(done))
    const { login } = server
    if (login) requireLogin(connection, where)
    if (login) await settled(connection, (done) => connection.login(login, done))
    return connection
  } catch (error) {
    connection.close()
    if (error instanceof AppError) throw error
    const fault = error instanceof Error ? error : new Error(String(error))
    throw openingFault(fault, where, secretsOf(server.login))
  } finally {
    clearTimeout(deadline)
  }
}

/** A server's address for display; never with a password. */
export function describeServer({ secure, host, port }: SmtpAddress): string {
  return `${secure ? 'smtps' : 'smtp'}://${host}:${port}`
}

/** A transport to a server. */
export function smtpTransport(server: SmtpServer): Transport {
  const sessions = new Set<SmtpSession>()
  return {
    describes: describeServer(server),
    async open() {
      for (const session of sessions) if (!session.usable) sessions.delete(session)
      const session = new SmtpSession(await opened(server), (server.timeouts ?? defaultTimeouts).idle)
      sessions.add(session)
      return session
    },
    async close() {
      await Promise.all([...sessions].map((session) => session.quit()))
      sessions.clear()
    },
  }
}

/**
 * A transport to the server of an address. Except on loopback, `smtp://` needs STARTTLS unless `allowPlain` is set. Throws `bad-config` if
 * the address cannot be used.
 */
export function transportFromUrl(address: string, { allowPlain, ca, timeouts }: SmtpOptions): Transport {
  const server = readSmtpAddress(address)
  return smtpTransport({ ...server, tls: usualTls(server, allowPlain), ca, timeouts })
}

/** Connects, encrypts and logs in as for an e-mail, but sends none. Throws as `open` does. */
export async function checkServer(server: SmtpServer): Promise<{ encryption: string | null }> {
  const connection = await opened(server)
  const encryption = connection.encryption
  await new SmtpSession(connection, (server.timeouts ?? defaultTimeouts).idle).quit()
  return { encryption }
}
