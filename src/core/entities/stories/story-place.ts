/** The position of a story among all, in the order in which they were first seen. */
export interface StoryPlace {
  at: Temporal.Instant
  id: number
}
