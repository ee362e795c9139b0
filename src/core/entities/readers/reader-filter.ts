import type { ReaderFlag } from './reader-flag.ts'
import type { DeliveryStatus, SubscriptionStatus } from '../states.ts'
import type { Choices } from '../subscription.ts'
import type { Reason } from '../../said/said.ts'

/** The state of a reader: gets e-mail, waiting to confirm, left, suppressed, or paused. */
export const readerStates = ['mailed', 'pending', 'left', 'suppressed', 'paused'] as const
export type ReaderState = (typeof readerStates)[number]

/**
 * Which readers of one digest: each field narrows it, null does not. A `prefix` is of the address, its domain or the name, with
 * an @ in front of the domain alone; a `substring` is anywhere in address or name, and takes a look at everybody.
 */
export interface ReaderFilter {
  digestId: number
  text: { kind: 'prefix' | 'substring'; value: string } | null
  state: ReaderState | null
  /** Who chose this topic, or all of them. */
  topic: string | null
  tagId: number | null
  /** Of an address that something is said of. */
  flag: ReaderFlag | null
  importId: number | null
  /** Since when, from an instant on, and before another. */
  from: Temporal.Instant | null
  until: Temporal.Instant | null
  /** What became of their e-mail of an edition; `none`: it has none for them. */
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

/** After which row the next page begins: its part of the list, and its place there. */
export interface ReaderCursor {
  part: number
  key: string | number | null
  id: string | number
}

/** The last e-mail of a digest to one reader. */
export interface LastMail {
  status: DeliveryStatus
  at: Temporal.Instant
  reason: Reason | null
  reply: string | null
}

/** A reader as a list shows them. */
export interface ReaderRow extends Choices {
  subscriptionId: number
  subscriberId: number
  email: string
  name: string | null
  status: SubscriptionStatus
  since: Temporal.Instant
  pausedUntil: Temporal.Instant | null
  /** Why the address is suppressed; null where it is not. */
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

/** Who it is, and which of their subscriptions. */
export interface ReaderId {
  subscriptionId: number
  subscriberId: number
}

/** Up to how many readers are counted exactly. */
export const mostCounted = 10_000
