/** Where a story stands among all in the order in which they were first seen. */
export interface StoryPlace {
  at: Temporal.Instant
  id: number
}
