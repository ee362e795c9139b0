/** A mail that is no digest, as the outbox keeps it: what it says, not how it looks. */
export interface MessageContent {
  kind: 'alert'
  subject: string
  /** A sentence or two on the whole. */
  lead: string
  points: { name: string; text: string }[]
  /** What to do. */
  advice: string
}
