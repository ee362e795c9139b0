import type { Said } from '../../core/said/said.ts'
import type { Verdict } from '../../core/smtp/smtp-reply.ts'

/** The port for sending e-mails: SMTP, with room for other transports under the same ledger. */
export interface Transport {
  /** Opens a new connection, encrypted and logged in. Throws `smtp-unavailable` (try later) or `smtp-refused` (change something). */
  open(): Promise<Session>
  /** Ends every session after its present e-mail. */
  close(): Promise<void>
  /** The destination for display; never with a password. */
  readonly describes: string
}

/** A connection, which sends e-mails one at a time. */
export interface Session {
  send(mail: OutgoingMail): Promise<SendOutcome>
  quit(): Promise<void>
  /** False once the connection has ended. */
  readonly usable: boolean
}

export interface OutgoingMail {
  from: string
  to: string
  /** The e-mail as made by `Variant.fill`: CRLF and dot-stuffed. Called at most once, and before `beforeBody`. */
  body: () => MailBytes | Promise<MailBytes>
  /** True if the body is hashed for a signature unchanged: see `Variant.isRelaxed`. */
  isRelaxed?: boolean
  /** The approximate size in bytes, for servers that ask for it (RFC 1870). */
  size?: number
  /** Awaited after 354 and before the body's first byte; false drops the connection. Errors are thrown by `send`. */
  beforeBody: () => Promise<boolean>
}

/** An e-mail in one or more buffers. */
export type MailBytes = Buffer | readonly Buffer[]

/** `says`: our own explanation if the server gave no reply. */
interface Refusal extends Verdict {
  stage: SendStage
  code: number | null
  reply: string
  says?: Said
}

/** The command that the server refused, or whose reply was pending when the connection was lost. */
export type SendStage = 'connect' | 'mail' | 'rcpt' | 'data' | 'body'

export type SendOutcome =
  | { outcome: 'sent'; reply: string }
  | ({ outcome: 'deferred' | 'failed' } & Refusal)
  /**
   * The connection ended, or its server refuses further commands, before the e-mail had a reply of its own: another connection may be used.
   * `isFresh`: no e-mail had been answered over it.
   */
  | ({ outcome: 'lost'; isFresh: boolean } & Refusal)
  /** `beforeBody` returned false, so the connection was dropped without a byte of the body. */
  | { outcome: 'withdrawn' }
  /** The connection was lost after the body began: it may or may not have arrived (RFC 1047). */
  | { outcome: 'unknown'; reply: string }
