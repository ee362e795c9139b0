/** What became of asking for a link: it answers, it leads nowhere, or its server lets no program look. */
export type LinkState = 'alive' | 'dead' | 'closed'

/** Why a link leads nowhere. */
export type LinkFault = 'not-found' | 'gone' | 'unanswered' | 'server-fault' | 'private' | 'other'

/** A link of stories, as it was asked for last; one row for all editions that carry it. */
export interface LinkCheck {
  /** The hash of the link, by which it is found. */
  key: string
  link: string
  /** Null until it was asked for. */
  state: LinkState | null
  fault: LinkFault | null
  /** Attempts that failed in a way that may pass. */
  tries: number
  checkedAt: Temporal.Instant | null
  /** When it is to be asked for; null where nothing is to be done. */
  nextAt: Temporal.Instant | null
}
