import { AppError } from '../core/errors.ts'
import { BodyConnection } from './body-connection.ts'
import { openingFault, secretsOf } from './smtp-faults.ts'
import { SmtpSession } from './smtp-session.ts'
import type { Transport } from './transport.ts'

export type { OutgoingMail, SendOutcome, SendStage, Session, Transport } from './transport.ts'

/** Milliseconds. `idle` covers every reply, the one to a body included (RFC 5321 §4.5.3.2.6). */
export interface SmtpTimeouts {
  connect: number
  greeting: number
  idle: number
}

export interface SmtpOptions {
  /** Lets mails go unencrypted to a host that is not this machine. */
  allowPlain: boolean
  /** How this machine calls itself in EHLO; else its host name. */
  name?: string
  /** PEM of an authority to trust beside those of the system, for a server with a certificate of one's own. */
  ca?: string
  timeouts?: SmtpTimeouts
}

const defaultTimeouts: SmtpTimeouts = { connect: 30_000, greeting: 30_000, idle: 600_000 }

interface Target {
  host: string
  port: number
  secure: boolean
  loopback: boolean
  login: { user: string; pass: string } | null
}

const badAddress = (reason: string) =>
  new AppError(
    'bad-config',
    `the SMTP address ${reason}; write it as smtp://user:password@host:587 or smtps://user:password@host:465, with signs such as @ and / in user and password percent-encoded`,
  )

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw badAddress('has a % in user or password that begins no percent-encoded sign')
  }
}

/** Reads `smtp://` (STARTTLS) and `smtps://`. Throws `bad-config`, never telling the password. */
function readTarget(address: string): Target {
  const url = URL.parse(address)
  if (!url) throw badAddress('cannot be read')
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')
    throw badAddress('begins neither with smtp:// nor with smtps://')
  if (url.hostname === '') throw badAddress('has no host')
  if (!['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '')
    throw badAddress('has something after host and port')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const secure = url.protocol === 'smtps:'
  const user = decoded(url.username)
  return {
    host,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    loopback: /^(localhost|127\.\d+\.\d+\.\d+|::1)$/i.test(host),
    login: user === '' ? null : { user, pass: decoded(url.password) },
  }
}

function connectionFor(target: Target, options: SmtpOptions): BodyConnection {
  const { connect, greeting, idle } = options.timeouts ?? defaultTimeouts
  return new BodyConnection({
    host: target.host,
    port: target.port,
    secure: target.secure,
    // A mail server of this very machine seldom has a certificate that names it localhost.
    ignoreTLS: target.loopback,
    requireTLS: !target.secure && !target.loopback && !options.allowPlain,
    name: options.name,
    tls: options.ca === undefined ? {} : { ca: options.ca },
    connectionTimeout: connect,
    greetingTimeout: greeting,
    socketTimeout: idle,
    // A dropped connection must not linger half-open: the server might still wait for the body.
    socketCloseTimeout: 0,
  })
}

/** Resolves when `step` calls back; rejects when it, or the connection, fails. */
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
  new AppError(
    'smtp-refused',
    `${where} offers no login: take user and password out of the SMTP address, or use the port for submission (587 or 465)`,
  )

async function opened(target: Target, options: SmtpOptions): Promise<BodyConnection> {
  const where = `${target.host}:${target.port}`
  const connection = connectionFor(target, options)
  // Every fault reaches a callback too; without a listener, the event would end the process.
  connection.on('error', () => undefined)
  try {
    await settled(connection, (done) => connection.connect(done))
    const { login } = target
    if (login && !connection.allowsAuth) throw noLogin(where)
    if (login) await settled(connection, (done) => connection.login(login, done))
    return connection
  } catch (error) {
    connection.close()
    if (error instanceof AppError) throw error
    const fault = error instanceof Error ? error : new Error(String(error))
    throw openingFault(fault, where, secretsOf(target.login))
  }
}

/**
 * A transport to the server that an address names. Off loopback `smtp://` needs STARTTLS unless
 * `allowPlain` is set. Throws `bad-config` where the address cannot be used.
 */
export function transportFromUrl(address: string, options: SmtpOptions): Transport {
  const target = readTarget(address)
  const sessions = new Set<SmtpSession>()
  return {
    describes: `${target.secure ? 'smtps' : 'smtp'}://${target.host}:${target.port}`,
    async open() {
      for (const session of sessions) if (!session.usable) sessions.delete(session)
      const session = new SmtpSession(await opened(target, options))
      sessions.add(session)
      return session
    },
    async close() {
      await Promise.all([...sessions].map((session) => session.quit()))
      sessions.clear()
    },
  }
}
