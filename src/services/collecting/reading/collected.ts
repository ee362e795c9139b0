import { said, type Said } from '../../../core/said/said.ts'

/** The result of reading one source. */
export interface Collected {
  source: string
  /** `unread`: collecting ended before it was read. `elsewhere`: another process read it meanwhile. */
  outcome: 'read' | 'unchanged' | 'failed' | 'waiting' | 'unread' | 'elsewhere'
  found: number
  fresh: number
  changed: number
  /** Failure, repairs, notes, postponed stories. */
  notes: Said[]
}

const nothing = { found: 0, fresh: 0, changed: 0 }

/** A source for which there was no time. */
export const unread = (source: string): Collected => ({
  source,
  outcome: 'unread',
  ...nothing,
  notes: [said('not-read-in-time')],
})

/** A source that another process was reading; `note` gives the result. */
export const elsewhere = (source: string, note: Said): Collected => ({
  source,
  outcome: 'elsewhere',
  ...nothing,
  notes: [note],
})
