import type { SMTPError } from 'nodemailer/lib/smtp-connection'
import { readRefusal } from '../../core/smtp/smtp-reply.ts'
import { said } from '../../core/said/said.ts'
import { clip, oneLine } from '../../core/text/text.ts'
import type { BodyConnection, Transfer } from './body-connection.ts'
import type { OutgoingMail, SendOutcome, Session } from './transport.ts'

const longestReply = 500
/** Milliseconds for a server to reply to RSET and QUIT. */
const partingPatience = 5_000

const quoted = (reply: string) => clip(oneLine(reply), longestReply)

/** nodemailer's codes for an envelope or a size that is certain to be refused. */
const hopeless = ['EENVELOPE', 'EMESSAGE']

/** True for what nodemailer finds before it asks the server. */
const isHopeless = ({ code, response }: SMTPError): boolean => !response && hopeless.includes(code ?? '')

/** The code of a refusal; null where the server gave none, or a number that refuses nothing (RFC 5321 §4.2.1). */
function codeOf({ responseCode }: SMTPError): number | null {
  return responseCode && responseCode >= 400 && responseCode < 600 ? responseCode : null
}

/** A login or encryption is wanted before any mail (RFC 4954 §6, RFC 3207 §4). */
const notLetIn = 530

/**
 * True for a failure that does not concern this e-mail: no reply, one that belongs to no command, 421, with which a server may end a
 * connection at any time (RFC 5321 §3.8), 530, and a temporary refusal of MAIL, which is the same for all e-mails.
 */
function isOfConnection(error: SMTPError, { stage, begun }: Transfer): boolean {
  const code = codeOf(error)
  if (begun || isHopeless(error)) return false
  return code === null || code === 421 || code === notLetIn || (stage === 'mail' && code < 500)
}

function refused(error: SMTPError, transfer: Transfer, isFresh: boolean): SendOutcome {
  const { stage, begun } = transfer
  const code = codeOf(error)
  const reply = quoted(error.response || error.message)
  if (begun && code === null) return { outcome: 'unknown', reply }
  if (isOfConnection(error, transfer))
    return { outcome: 'lost', stage, code, reply, isFresh, ...readRefusal(code, reply) }
  const permanent = code === null || code >= 500
  return { outcome: permanent ? 'failed' : 'deferred', stage, code, reply, ...readRefusal(code, reply) }
}

function outcomeOf(transfer: Transfer, isFresh: boolean): SendOutcome {
  if (transfer.withdrawn) return { outcome: 'withdrawn' }
  if (transfer.error) return refused(transfer.error, transfer, isFresh)
  return { outcome: 'sent', reply: quoted(transfer.reply) }
}

const closed = {
  outcome: 'lost',
  stage: 'connect',
  code: null,
  reply: '',
  says: said('connection-closed-before'),
  ...readRefusal(null, ''),
} as const

const needsUtf8: SendOutcome = {
  outcome: 'failed',
  stage: 'rcpt',
  code: null,
  reply: '',
  says: said('needs-smtputf8'),
  ...readRefusal(null, ''),
}

const beyondAscii = (address: string) => /[^\x20-\x7e]/.test(address)

/** Sends e-mails one at a time over one connection (RFC 5321 §3.3, §4.1.4). */
export class SmtpSession implements Session {
  readonly #connection: BodyConnection
  readonly #patience: number
  #current: Promise<SendOutcome> | null = null
  /** True while no e-mail has been answered over this connection. */
  #isFresh = true

  /** `patience`: milliseconds for the replies to an envelope, and then for the reply to the body. */
  constructor(connection: BodyConnection, patience: number) {
    this.#connection = connection
    this.#patience = patience
  }

  get usable(): boolean {
    const socket = this.#connection._socket
    return !this.#connection.destroyed && Boolean(socket && socket.writable)
  }

  send(mail: OutgoingMail): Promise<SendOutcome> {
    if (this.#current) throw new Error('a session sends one mail at a time')
    const current = this.#send(mail).finally(() => (this.#current = null))
    this.#current = current
    return current
  }

  async quit(): Promise<void> {
    await this.#current?.catch(() => undefined)
    await this.#part()
  }

  async #part(): Promise<void> {
    const connection = this.#connection
    if (!this.usable) return connection.close()
    const ended = new Promise<void>((resolve) => connection.once('end', resolve))
    await this.#inTime(() => {
      connection.quit()
      return ended
    })
  }

  async #send(mail: OutgoingMail): Promise<SendOutcome> {
    if (!this.usable) return { ...closed, isFresh: this.#isFresh }
    if ((beyondAscii(mail.to) || beyondAscii(mail.from)) && !this.#connection.offers('SMTPUTF8'))
      return needsUtf8
    const transfer = await this.#connection.transfer(
      { from: mail.from, to: mail.to, size: mail.size },
      { body: mail.body, mayBegin: mail.beforeBody },
      this.#patience,
    )
    const outcome = outcomeOf(transfer, this.#isFresh)
    if (this.#connection.isOutOfStep) this.#connection.close()
    else if (outcome.outcome === 'lost') await this.#part()
    else if (transfer.error && !transfer.begun && this.usable) await this.#reset()
    if (outcome.outcome !== 'lost' && outcome.outcome !== 'withdrawn') this.#isFresh = false
    return outcome
  }

  /** Ends a transaction that the server partly refused, so that the next e-mail starts a new one. */
  #reset(): Promise<void> {
    const connection = this.#connection
    return this.#inTime(
      () =>
        new Promise((resolve) => {
          connection.once('end', resolve)
          connection.reset((error) => {
            connection.off('end', resolve)
            if (error) connection.close()
            resolve()
          })
        }),
    )
  }

  /** Runs a final step, and closes the connection if the server does not reply in time. */
  async #inTime(step: () => Promise<void>): Promise<void> {
    const deadline = setTimeout(() => this.#connection.close(), Math.min(partingPatience, this.#patience))
    await step().finally(() => clearTimeout(deadline))
  }
}
