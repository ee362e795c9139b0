import type { Reason } from '../../said/said.ts'
import type { WarmUpState } from '../states.ts'

/** How a warm-up rises, and what stops it. */
export interface WarmUpPlan {
  /**
   * How many readers get e-mail in all on the first day of sending, the second, and so on; each more than the one before. After the last
   * the number doubles each day.
   */
  steps: readonly number[]
  bars: WarmUpBars
  /** Whose midnight begins a day of the plan. */
  timeZone: string
}

/** In percent of the e-mails of one day that servers accepted. */
export interface WarmUpBars {
  /** Refused for good, in the server's reply or in a report that came back. */
  bounces: number
  complaints: number
}

/** Volumes that a relay without a history can grow by, and what large mailbox providers put up with. */
export const defaultWarmUp: Pick<WarmUpPlan, 'steps' | 'bars'> = {
  steps: [200],
  bars: { bounces: 5, complaints: 0.3 },
}

/** A warm-up of the relay that all digests share; at most one is `running` or `paused`. */
export interface WarmUp extends WarmUpPlan {
  id: number
  state: WarmUpState
  startedAt: Temporal.Instant
  /** Since when it is in its state, who brought it there, and why. */
  stateAt: Temporal.Instant
  stateBy: string
  reason: Reason | null
  /** When a person let it go on last: e-mails of before are not judged again. */
  resumedAt: Temporal.Instant | null
  /** Readers who have been admitted in all; each gets every edition from then on. */
  admitted: number
  /** Up to and with which subscriber those whom earlier warm-ups admitted are taken over; null once all are. */
  takenOverTo: number | null
}

/** A day of the plan: a local date on which an edition began to be sent while it ran. */
export interface WarmUpDay {
  date: Temporal.PlainDate
  /** How many readers were to be admitted in all by then, and were before. */
  target: number
  before: number
  /** By the plan, on that day. */
  admitted: number
  beganAt: Temporal.Instant
  isDone: boolean
  /** The subscription that was looked at last: they are admitted newest first. */
  after: SubscriptionPlace
}

/** Where a subscription lies among all, newest first. */
export interface SubscriptionPlace {
  createdAt: number
  id: number
}

/** Whose readers can be admitted: those of digests that have an edition that day, on whose weekday they want it. */
export interface DigestDay {
  digestId: number
  /** ISO. */
  weekday: number
}

/** What became of e-mails, of one edition or of a day. */
export interface WarmUpFigures {
  accepted: number
  bounces: number
  complaints: number
}

export interface EditionFigures extends WarmUpFigures {
  editionId: number
  startedAt: Temporal.Instant
}
