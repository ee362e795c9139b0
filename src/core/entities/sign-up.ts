import type { Choices } from './subscription.ts'

/** A request to be subscribed, with its proof of consent. It is confirmed once, by the e-mail that it caused. */
export interface SignUp {
  id: number
  subscriptionId: number
  /** The requested choices; confirmed ones stay in effect until this request is confirmed. */
  choices: Choices
  /** The version of the form's text that the person saw. */
  form: string
  requestedAt: Temporal.Instant
  requestedIp: string
  confirmedAt: Temporal.Instant | null
  confirmedIp: string | null
  /** The Message-ID of the confirmation. */
  messageId: string | null
}

/** Days for which a confirmation link works and an unconfirmed address is kept. */
export const confirmationDays = 7
