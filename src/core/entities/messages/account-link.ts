import type { Said } from '../../said/said.ts'

/** A one-time link to an account, for the person whose it is. */
export interface AccountLink {
  subject: Said
  /** A sentence or two on what it is. */
  lead: Said
  /** The address, sealed: the outbox keeps none that opens anything. */
  sealedLink: string
  /** The words of the button. */
  action: Said
  /** How long it holds, and what to do where it was not wanted. */
  advice: Said
}
