/** The result of checking a link: it responds, it is broken, or its server refuses programs. */
export type LinkState = 'alive' | 'dead' | 'closed'

/** Why a link is broken. */
export type LinkFault = 'not-found' | 'gone' | 'unanswered' | 'server-fault' | 'private' | 'other'

/** The last check of a link in stories; one row for all editions that carry it. */
export interface LinkCheck {
  /** The hash of the link, by which it is found. */
  key: string
  link: string
  /** Null until it is checked. */
  state: LinkState | null
  fault: LinkFault | null
  /** Attempts with temporary failures. */
  tries: number
  checkedAt: Temporal.Instant | null
  /** When it is checked next; null if it is not. */
  nextAt: Temporal.Instant | null
}
