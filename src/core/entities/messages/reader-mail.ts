import type { Said } from '../../said/said.ts'

/** A link in an e-mail to a reader, with the words that it stands under. */
export interface MailLink {
  label: Said
  /** The address; sealed while the outbox keeps it, which holds none that opens anything. */
  link: string
}

/** An e-mail to one reader about their own subscription: to confirm it, welcome, farewell, a one-time link. */
export interface ReaderMail {
  /** That of the digest, in which it is written. */
  language: string
  /** The name of the digest, which the e-mail is headed with; older versions wrote none. */
  digest?: string
  subject: Said
  /** A sentence or two on what it is. */
  lead: Said
  button: MailLink
  /** Further links, each in a line of its own. */
  links: MailLink[]
  /** How long the button works, and what to do where the e-mail was not wanted. */
  advice: Said
  /** Why it was sent. */
  why: Said
  /** Pages of the newsroom's own that the e-mail ends with, such as its privacy notice. */
  pages: MailLink[]
}
