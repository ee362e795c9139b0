import type { SubscriptionStatus } from './states.ts'

/**
 * What one subscriber chose of a digest. A choice that was not made is the digest's own. A new choice is a line here, its
 * default, its columns in `choices.ts` of the store, and where people write it `read-choices.ts`; one that the cut heeds
 * stands in `CutChoices` too.
 */
export interface Choices {
  /** Empty means all of the digest's, new ones included. */
  topics: string[]
  /** ISO weekdays; null is every day of the digest. */
  days: number[] | null
  /** Own local hour `HH:MM` in `timeZone`; null is the digest's. */
  hour: string | null
  timeZone: string | null
}

/** Who has chosen nothing gets all of a digest, whenever it comes. */
export const defaultChoices: Choices = { topics: [], days: null, hour: null, timeZone: null }

/** Those that the cut heeds: subscribers who agree in them, and in what they had before, get the same variant. */
export type CutChoices = Pick<Choices, 'topics'>

/** The same for choices that the cut makes the same of. */
export const cutKey = ({ topics }: CutChoices): string => topics.join(' ')

/** Readers of one digest who made the same choices that the cut heeds. */
export interface ChoiceSet extends CutChoices {
  readers: number
}

/** One person's choice of one digest. */
export interface Subscription extends Choices {
  id: number
  subscriberId: number
  digestId: number
  email: string
  name: string | null
  /** How often the address was changed: links of before the last time open nothing. */
  addressChanges: number
  status: SubscriptionStatus
  pausedUntil: Temporal.Instant | null
  /** When it was unsubscribed; null while it is not. */
  endedAt: Temporal.Instant | null
  /** The subscription whose link unsubscribed it; null where a link did not. */
  endedLink: number | null
}
