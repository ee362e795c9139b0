import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import SMTPConnection, { type SMTPEnvelope, type SMTPError } from 'nodemailer/lib/smtp-connection'
import type { MailBytes, OutgoingMail, SendStage } from './transport.ts'

type Answer = (error: Error | null, reply?: string) => void

/** The result of sending an e-mail, in terms of the protocol. */
export interface Transfer {
  error: SMTPError | null
  reply: string
  /** The command whose reply was pending when it ended. */
  stage: SendStage
  /** True once a byte of the body may have been sent. */
  begun: boolean
  withdrawn: boolean
}

export interface Gate {
  body: OutgoingMail['body']
  mayBegin: () => Promise<boolean>
}

/** The stream to which nodemailer's `send` writes; it is ignored, because the gate supplies the body. */
interface BodyStream {
  outByteCount: number
  write(chunk: unknown): void
  end(): void
}

/** The methods of nodemailer's connection that handle the replies to an envelope. */
interface Actions {
  _actionMAIL(reply: string, answer: Answer): void
  _actionRCPT(reply: string, answer: Answer): void
}

const base = SMTPConnection.prototype as unknown as Actions

/** `send` refuses an empty message before it requests a stream. */
const placeholder = 'body'

const lineEnd = Buffer.from('\r\n')
const endOfData = Buffer.from('.\r\n')

const late = () =>
  Object.assign(new Error('the server did not answer in time'), { code: 'ETIMEDOUT' }) as SMTPError

/**
 * nodemailer's SMTP connection with another way of sending a body: `_createSendStream`, which `send` calls after the reply to DATA, waits
 * at a gate and then writes the complete e-mail at once, bypassing the byte-wise `DataStream`. The version of nodemailer is pinned; a test
 * guards the methods.
 */
export class BodyConnection extends SMTPConnection {
  declare _responseActions: ((reply: string) => void)[]
  declare _ehloLines: string[] | undefined
  declare _responseQueue: string[]
  declare _supportedExtensions: string[]
  declare _actionSMTPStream: (reply: string, answer: Answer) => void
  #gate: Gate | null = null
  #opening: Promise<void> | null = null
  #stage: SendStage = 'connect'
  #begun = false
  #withdrawn = false
  #deadline: NodeJS.Timeout | undefined
  #patience = 0
  #lost: (error: SMTPError) => void = () => undefined

  /** True if the server's EHLO reply named the extension. */
  offers(extension: string): boolean {
    return this._supportedExtensions.includes(extension)
  }

  /** The login mechanisms that the EHLO reply names, in capitals; empty if it names none (RFC 4954 §3). */
  get logins(): string[] {
    const named = (this._ehloLines ?? []).flatMap(
      (line) => /^AUTH[\s=](.*)/i.exec(line)?.[1]?.split(/[\s=]+/) ?? [],
    )
    return [...new Set(named.filter(Boolean).map((kind) => kind.toUpperCase()))]
  }

  /** True if the server has sent a reply that nothing asked for, which would be taken for the reply to the next command. */
  get isOutOfStep(): boolean {
    return this._responseQueue.some((reply) => reply.trim() !== '')
  }

  /** The TLS version in use; null without TLS. */
  get encryption(): string | null {
    const socket: unknown = this._socket
    return socket instanceof TLSSocket ? socket.getProtocol() : null
  }

  /** Ends a connection whose server takes too long, with an error for whatever is pending. */
  giveUp(): void {
    const error = late()
    if (!this.destroyed) this.emit('error', error)
    this.close()
    this.#lost(error)
  }

  /**
   * Sends an e-mail. Resolves once the server has replied, has disconnected, or has taken longer than `patience` milliseconds for the
   * envelope or for the body; rejects with what the gate throws.
   */
  transfer(envelope: SMTPEnvelope, gate: Gate, patience: number): Promise<Transfer> {
    this.#gate = gate
    this.#opening = null
    this.#stage = 'mail'
    this.#begun = false
    this.#withdrawn = false
    this.#patience = patience
    this.#await()
    return new Promise<Transfer>((resolve, reject) => {
      const ended = (error: SMTPError | null, reply: string) => {
        clearTimeout(this.#deadline)
        const [stage, begun, withdrawn] = [this.#stage, this.#begun, this.#withdrawn]
        const settle = () => resolve({ error, reply, stage, begun, withdrawn })
        // A lost connection may be reported while the gate is still pending.
        if (this.#opening) this.#opening.then(settle, reject)
        else settle()
      }
      this.#lost = (error) => ended(error, '')
      this.send(envelope, placeholder, (error, info) => ended(error, info?.response ?? ''))
    }).finally(() => (this.#lost = () => undefined))
  }

  _actionMAIL(reply: string, answer: Answer): void {
    if (reply.startsWith('2')) this.#stage = 'rcpt'
    base._actionMAIL.call(this, reply, answer)
  }

  _actionRCPT(reply: string, answer: Answer): void {
    // With pipelining, RCPT may succeed although MAIL failed.
    if (reply.startsWith('2') && this.#stage === 'rcpt') this.#stage = 'data'
    base._actionRCPT.call(this, reply, answer)
  }

  /** Called by `send` after the reply to DATA. */
  _createSendStream(answer: Answer): BodyStream {
    clearTimeout(this.#deadline)
    const stream = { outByteCount: 0, write: () => undefined, end: () => undefined }
    // Deferred, because an immediate answer would arrive before `#opening` is set.
    this.#opening = Promise.resolve().then(() => this.#open(answer))
    return stream
  }

  #await(): void {
    clearTimeout(this.#deadline)
    this.#deadline = setTimeout(() => this.giveUp(), this.#patience)
  }

  async #open(answer: Answer): Promise<void> {
    const gate = this.#gate
    try {
      const reply = String(this.lastServerResponse)
      if (!gate || !reply.startsWith('3')) return this.#drop(answer, `DATA was answered with ${reply}`)
      const body = await gate.body()
      if (!(await gate.mayBegin())) {
        this.#withdrawn = true
        return this.#drop(answer, 'withdrawn')
      }
      const socket = this._socket
      if (this.destroyed) return
      if (!socket || !socket.writable) return this.#drop(answer, 'the connection was lost before the body')
      this.#write(socket, body, answer)
    } catch (error) {
      this.#drop(answer, 'the gate failed')
      throw error
    }
  }

  #drop(answer: Answer, message: string): void {
    this.close()
    answer(new Error(message))
  }

  #write(socket: Socket, body: MailBytes, answer: Answer): void {
    const pieces = Buffer.isBuffer(body) ? [body] : body
    this.#begun = true
    this.#stage = 'body'
    this.#await()
    this._responseActions.push((reply) => this._actionSMTPStream(reply, answer))
    socket.cork()
    for (const piece of pieces) socket.write(piece)
    if (!pieces.at(-1)?.subarray(-2).equals(lineEnd)) socket.write(lineEnd)
    socket.write(endOfData)
    socket.uncork()
  }
}
