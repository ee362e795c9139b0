/** What the editors are to know, and what they can do about it. */
export interface Alert {
  subject: string
  /** A sentence or two on the whole. */
  lead: string
  points: { name: string; text: string }[]
  /** What to do. */
  advice: string
}
