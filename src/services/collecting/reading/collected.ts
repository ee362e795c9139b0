/** What one source gave. */
export interface Collected {
  source: string
  /** `unread`: collecting ended before it was read. `elsewhere`: another process dealt with it meanwhile. */
  outcome: 'read' | 'unchanged' | 'failed' | 'waiting' | 'unread' | 'elsewhere'
  found: number
  fresh: number
  changed: number
  /** Failure, repairs, notes, what was put off: sentences for a person. */
  notes: string[]
}

const nothing = { found: 0, fresh: 0, changed: 0 }

/** A source for which there was no time. */
export const unread = (source: string): Collected => ({
  source,
  outcome: 'unread',
  ...nothing,
  notes: ['was not read before collecting ended'],
})

/** A source that another process was reading; `note` says what came of it. */
export const elsewhere = (source: string, note: string): Collected => ({
  source,
  outcome: 'elsewhere',
  ...nothing,
  notes: [note],
})
