import type { Said } from '../../core/said/said.ts'
import type { Verdict } from '../../core/smtp/smtp-reply.ts'

/** The port through which mails leave: SMTP today, other ways under the same ledger later. */
export interface Transport {
  /** A new connection, greeted, encrypted and logged in. Throws `smtp-unavailable` (try later) or `smtp-refused` (change something). */
  open(): Promise<Session>
  /** Ends every session once it is through with its mail. */
  close(): Promise<void>
  /** Where mails go, for people; never with a password. */
  readonly describes: string
}

/** One connection; sends one mail after the other. */
export interface Session {
  send(mail: OutgoingMail): Promise<SendOutcome>
  quit(): Promise<void>
  /** False once the connection is gone: open another. */
  readonly usable: boolean
}

export interface OutgoingMail {
  from: string
  to: string
  /** The mail as `Variant.fill` makes it: CRLF and dot-stuffed. Called once at most, and before `beforeBody`. */
  body: () => MailBytes | Promise<MailBytes>
  /** True where the body is hashed for a signature as it is: see `Variant.isRelaxed`. */
  isRelaxed?: boolean
  /** About how many bytes it will be, for servers that want to know beforehand (RFC 1870). */
  size?: number
  /** Awaited after 354 and before the body's first byte; false drops the connection. What it throws, `send` throws. */
  beforeBody: () => Promise<boolean>
}

/** A mail in one piece or several. */
export type MailBytes = Buffer | readonly Buffer[]

/** `says`: our own word for what happened, where the server said nothing. */
interface Refusal extends Verdict {
  stage: SendStage
  code: number | null
  reply: string
  says?: Said
}

/** Where it ended: at what the server refused, or was to answer when it was lost. */
export type SendStage = 'connect' | 'mail' | 'rcpt' | 'data' | 'body'

export type SendOutcome =
  | { outcome: 'sent'; reply: string }
  | ({ outcome: 'deferred' | 'failed' } & Refusal)
  /**
   * The connection ended, or its server wants nothing more over it, before the mail had an answer of its own: another may take it.
   * `isFresh`: it had answered no mail before.
   */
  | ({ outcome: 'lost'; isFresh: boolean } & Refusal)
  /** `beforeBody` said no, so the connection was dropped without a byte of the body. */
  | { outcome: 'withdrawn' }
  /** The connection was lost after the body began: it may or may not have arrived (RFC 1047). */
  | { outcome: 'unknown'; reply: string }
