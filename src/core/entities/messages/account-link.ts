import type { Said } from '../../said/said.ts'

/** A one-time link for the owner of an account. */
export interface AccountLink {
  subject: Said
  /** What it is about, in a sentence or two. */
  lead: Said
  /** The address, encrypted, because the outbox must not store usable links. */
  sealedLink: string
  /** The label of the button. */
  action: Said
  /** How long it is valid, and what to do if it was not requested. */
  advice: Said
}
