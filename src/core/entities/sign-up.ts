import type { Choices } from './subscription.ts'

/** One request to be subscribed, and the consent that it shows. It is confirmed by the e-mail that it caused, once. */
export interface SignUp {
  id: number
  subscriptionId: number
  /** What was asked for; what is confirmed already stays until this one is confirmed too. */
  choices: Choices
  /** The version of the words that the person saw. */
  form: string
  requestedAt: Temporal.Instant
  requestedIp: string
  confirmedAt: Temporal.Instant | null
  confirmedIp: string | null
  /** The Message-ID of the confirmation. */
  messageId: string | null
}

/** How long the link of a confirmation works, and an address waits that nobody confirmed. */
export const confirmationDays = 7
