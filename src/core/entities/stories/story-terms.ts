/** The retention limits of stories. */
export interface StoryTerms {
  /** News first seen before this may be deleted. */
  newsBefore: Temporal.Instant
  analysesBefore: Temporal.Instant
  /** How long the source must have been read without listing the story. */
  unlistedFor: Temporal.Duration
}
