import type { SubscriptionStatus } from './states.ts'

/**
 * A subscriber's choices for a digest; the digest's own values apply where none was made. A new choice needs a line here, its default, its
 * columns in the store's `choices.ts`, and if people can write it, a line in `read-choices.ts`; one that affects the cut is in `CutChoices`
 * too.
 */
export interface Choices {
  /** Empty: all of the digest's, including new ones. */
  topics: string[]
  /** ISO weekdays; null: every day of the digest. */
  days: number[] | null
  /** Own local hour `HH:MM` in `timeZone`; null: the digest's. */
  hour: string | null
  timeZone: string | null
}

/** Without choices, a subscriber receives all of a digest, whenever it appears. */
export const defaultChoices: Choices = { topics: [], days: null, hour: null, timeZone: null }

/** The choices that affect the cut: subscribers with equal ones, and the same earlier e-mails, receive the same variant. */
export type CutChoices = Pick<Choices, 'topics'>

/** Equal for choices that lead to the same cut. */
export const cutKey = ({ topics }: CutChoices): string => topics.join(' ')

/** The number of readers of a digest with these choices. */
export interface ChoiceSet extends CutChoices {
  readers: number
}

/** A person's subscription to a digest. */
export interface Subscription extends Choices {
  id: number
  subscriberId: number
  digestId: number
  email: string
  name: string | null
  /** How often the address was changed: links made before the last change are invalid. */
  addressChanges: number
  status: SubscriptionStatus
  pausedUntil: Temporal.Instant | null
  /** When it was unsubscribed; null if it is not. */
  endedAt: Temporal.Instant | null
  /** The subscription whose link unsubscribed it; null if it was not a link. */
  endedLink: number | null
}
