import type { Reason } from '../../said/said.ts'
import type { WarmUpState } from '../states.ts'

/** How a warm-up increases, and what pauses it. */
export interface WarmUpPlan {
  /**
   * The total number of readers who receive e-mail on the first day of sending, the second, and so on; ascending. After the last step the
   * number doubles each day.
   */
  steps: readonly number[]
  bars: WarmUpBars
  /** The time zone whose midnight begins a day of the plan. */
  timeZone: string
}

/** Limits in percent of the e-mails that servers accepted on one day. */
export interface WarmUpBars {
  /** Permanently refused, in the server's reply or in a report that came back. */
  bounces: number
  complaints: number
}

/** Defaults that suit a relay without a history and that large mailbox providers tolerate. */
export const defaultWarmUp: Pick<WarmUpPlan, 'steps' | 'bars'> = {
  steps: [200],
  bars: { bounces: 5, complaints: 0.3 },
}

/** A warm-up of the relay, shared by all digests; at most one is `running` or `paused`. */
export interface WarmUp extends WarmUpPlan {
  id: number
  state: WarmUpState
  startedAt: Temporal.Instant
  /** When its state last changed, by whom, and why. */
  stateAt: Temporal.Instant
  stateBy: string
  reason: Reason | null
  /** When a person last resumed it: earlier e-mails are not judged again. */
  resumedAt: Temporal.Instant | null
  /** The total number of admitted readers; each receives every edition from then on. */
  admitted: number
  /** The last subscriber up to whom readers admitted by earlier warm-ups have been taken over; null once all are. */
  takenOverTo: number | null
}

/** A day of the plan: a local date on which sending an edition began while it ran. */
export interface WarmUpDay {
  date: Temporal.PlainDate
  /** The total number of readers to be admitted by then, and the number before. */
  target: number
  before: number
  /** Admitted by the plan on that day. */
  admitted: number
  beganAt: Temporal.Instant
  isDone: boolean
  /** The last subscription that was handled; they are admitted newest first. */
  after: SubscriptionPlace
}

/** The position of a subscription among all, newest first. */
export interface SubscriptionPlace {
  createdAt: number
  id: number
}

/** A digest with an edition that day: readers who want it on that weekday can be admitted. */
export interface DigestDay {
  digestId: number
  /** ISO. */
  weekday: number
}

/** Outcomes of the e-mails of an edition or a day. */
export interface WarmUpFigures {
  accepted: number
  bounces: number
  complaints: number
}

export interface EditionFigures extends WarmUpFigures {
  editionId: number
  startedAt: Temporal.Instant
}
