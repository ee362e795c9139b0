/** A one-time link to an account, for the person whose it is. */
export interface AccountLink {
  subject: string
  /** A sentence or two on what it is. */
  lead: string
  /** The address, sealed: the outbox keeps none that opens anything. */
  sealedLink: string
  /** The words of the button. */
  action: string
  /** How long it holds, and what to do where it was not wanted. */
  advice: string
}
