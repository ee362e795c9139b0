import type { Said } from '../../said/said.ts'

/** A link in an e-mail to a reader, with its label. */
export interface MailLink {
  label: Said
  /** The address; encrypted in the outbox, which must not store usable links. */
  link: string
}

/** An e-mail to a reader about their own subscription: confirmation, welcome, farewell, one-time link. */
export interface ReaderMail {
  /** The digest's language, in which it is written. */
  language: string
  /** The name of the digest, shown as its heading; older versions wrote none. */
  digest?: string
  subject: Said
  /** What it is about, in a sentence or two. */
  lead: Said
  button: MailLink
  /** Further links, one per line. */
  links: MailLink[]
  /** How long the button works, and what to do if the e-mail was not requested. */
  advice: Said
  /** Why it was sent. */
  why: Said
  /** The newsroom's own pages linked at the end, such as its privacy notice. */
  pages: MailLink[]
}
