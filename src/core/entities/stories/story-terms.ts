/** From when on stories may go, by what they are. */
export interface StoryTerms {
  /** News first seen before it. */
  newsBefore: Temporal.Instant
  analysesBefore: Temporal.Instant
  /** How long its source must have been read without listing it. */
  unlistedFor: Temporal.Duration
}
