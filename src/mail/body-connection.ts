import type { Socket } from 'node:net'
import SMTPConnection, { type SMTPEnvelope, type SMTPError } from 'nodemailer/lib/smtp-connection'

type Answer = (error: Error | null, reply?: string) => void

/** How one mail went, in the protocol's terms. */
export interface Passage {
  error: SMTPError | null
  reply: string
  /** True once a byte of the body may have left. */
  begun: boolean
  withdrawn: boolean
}

export interface Gate {
  body: () => Buffer
  mayBegin: () => Promise<boolean>
}

/** What nodemailer's `send` hands to the stream it asks for; here the gate gives the body instead. */
interface BodyStream {
  outByteCount: number
  write(chunk: unknown): void
  end(): void
}

/** `send` refuses an empty message before it asks for a stream. */
const placeholder = 'body'

const endOfData = '.\r\n'

/**
 * nodemailer's SMTP connection with its own way to send a body: `_createSendStream`, which `send`
 * calls after the reply to DATA, waits at a gate and then writes a finished mail in one piece, past
 * the byte-wise `DataStream`. The version of nodemailer is pinned; a test guards the method.
 */
export class BodyConnection extends SMTPConnection {
  declare _responseActions: ((reply: string) => void)[]
  declare _supportedExtensions: string[]
  declare _actionSMTPStream: (reply: string, answer: Answer) => void
  #gate: Gate | null = null
  #opening: Promise<void> | null = null
  #begun = false
  #withdrawn = false

  /** True where the server's EHLO reply named the extension. */
  offers(extension: string): boolean {
    return this._supportedExtensions.includes(extension)
  }

  /** Resolves once the server has answered or is gone; rejects with what the gate throws. */
  pass(envelope: SMTPEnvelope, gate: Gate): Promise<Passage> {
    this.#gate = gate
    this.#opening = null
    this.#begun = false
    this.#withdrawn = false
    return new Promise((resolve, reject) => {
      this.send(envelope, placeholder, (error, info) => {
        const tell = () =>
          resolve({
            error,
            reply: info?.response ?? '',
            begun: this.#begun,
            withdrawn: this.#withdrawn,
          })
        // A lost connection may be told while the gate is still being asked.
        if (this.#opening) this.#opening.then(tell, reject)
        else tell()
      })
    })
  }

  /** Called by `send` after the reply to DATA. */
  _createSendStream(answer: Answer): BodyStream {
    const stream = { outByteCount: 0, write: () => undefined, end: () => undefined }
    // Not before the next turn: an answer given at once would come before `#opening` is known.
    this.#opening = Promise.resolve().then(() => this.#open(answer))
    return stream
  }

  async #open(answer: Answer): Promise<void> {
    const gate = this.#gate
    try {
      const reply = String(this.lastServerResponse)
      if (!gate || !reply.startsWith('3')) return this.#drop(answer, `DATA was answered with ${reply}`)
      const body = gate.body()
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

  #write(socket: Socket, body: Buffer, answer: Answer): void {
    this.#begun = true
    this._responseActions.push((reply) => this._actionSMTPStream(reply, answer))
    socket.cork()
    socket.write(body)
    socket.write(body.subarray(-2).toString('latin1') === '\r\n' ? endOfData : `\r\n${endOfData}`)
    socket.uncork()
  }
}
