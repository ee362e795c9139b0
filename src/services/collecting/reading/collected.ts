/** What one source gave. */
export interface Collected {
  source: string
  /** `unread`: collecting ended before it was read. */
  outcome: 'read' | 'unchanged' | 'failed' | 'waiting' | 'unread'
  found: number
  fresh: number
  changed: number
  /** Failure, repairs, notes, what was put off: sentences for a person. */
  notes: string[]
}

/** A source for which there was no time. */
export const unread = (source: string): Collected => ({
  source,
  outcome: 'unread',
  found: 0,
  fresh: 0,
  changed: 0,
  notes: ['was not read before collecting ended'],
})
