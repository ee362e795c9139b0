/** The limits of one source. What exceeds them is postponed and reported, never silently lost. */
export interface SourceBudget {
  /** Seconds for one reading, all requests together. */
  seconds: number
  /** Megabytes of one reading, decompressed. */
  megabytes: number
  /** New stories from one reading. */
  stories: number
  /** New stories within any 24 hours. */
  storiesPerDay: number
  /** Pictures fetched after a reading. */
  pictures: number
  /** Seconds for all these pictures together. */
  pictureSeconds: number
}

/** Several times what the busiest news agency needs. */
const usualBudget: SourceBudget = {
  seconds: 120,
  megabytes: 40,
  stories: 300,
  storiesPerDay: 1_000,
  pictures: 30,
  pictureSeconds: 60,
}

/** A source's budget, with defaults for what it does not set. */
export function budgetOf({ budget }: { budget?: Partial<SourceBudget> }): SourceBudget {
  return { ...usualBudget, ...budget }
}
