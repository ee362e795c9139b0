import type { ReaderFlag } from './reader-flag.ts'
import type { DeliveryStatus, SubscriptionStatus } from '../states.ts'
import type { Choices } from '../subscription.ts'
import type { Reason } from '../../said/said.ts'

/** The state of a reader: receives e-mail, has not confirmed, left, is suppressed, or is paused. */
export const readerStates = ['mailed', 'pending', 'left', 'suppressed', 'paused'] as const
export type ReaderState = (typeof readerStates)[number]

/**
 * Selects readers of a digest: each field that is not null narrows the selection. A `prefix` is of the address, its domain or the name, and
 * only of the domain if it begins with @; a `substring` is anywhere in address or name, and scans all readers.
 */
export interface ReaderFilter {
  digestId: number
  text: { kind: 'prefix' | 'substring'; value: string } | null
  state: ReaderState | null
  /** Readers who chose this topic, or all topics. */
  topic: string | null
  tagId: number | null
  /** Readers whose address has this flag. */
  flag: ReaderFlag | null
  importId: number | null
  /** Subscribed at or after `from` and before `until`. */
  from: Temporal.Instant | null
  until: Temporal.Instant | null
  /** The outcome of their e-mail of an edition; `none`: there is none for them. */
  outcome: { editionId: number; status: DeliveryStatus | 'none' } | null
}

/** All readers of a digest. */
export function allReaders(digestId: number): ReaderFilter {
  return {
    digestId,
    text: null,
    state: null,
    topic: null,
    tagId: null,
    flag: null,
    importId: null,
    from: null,
    until: null,
    outcome: null,
  }
}

/** The row after which the next page begins: its part of the list, and its position there. */
export interface ReaderCursor {
  part: number
  key: string | number | null
  id: string | number
}

/** The last e-mail of a digest to a reader. */
export interface LastMail {
  status: DeliveryStatus
  at: Temporal.Instant
  reason: Reason | null
  reply: string | null
}

/** A reader in a list. */
export interface ReaderRow extends Choices {
  subscriptionId: number
  subscriberId: number
  email: string
  name: string | null
  status: SubscriptionStatus
  since: Temporal.Instant
  pausedUntil: Temporal.Instant | null
  /** Why the address is suppressed; null if it is not. */
  suppressed: string | null
  tags: string[]
  flags: ReaderFlag[]
  lastMail: LastMail | null
}

export interface ReaderPage {
  rows: ReaderRow[]
  /** Null on the last page. */
  next: ReaderCursor | null
}

/** A reader and one of their subscriptions. */
export interface ReaderId {
  subscriptionId: number
  subscriberId: number
}

/** The most readers that are counted exactly. */
export const mostCounted = 10_000
