/** What one source may take and bring. What is over it is put off and shown, never lost in silence. */
export interface SourceBudget {
  /** Seconds for one reading, all its requests together. */
  seconds: number
  /** Megabytes of one reading, unpacked. */
  megabytes: number
  /** New stories of one reading. */
  stories: number
  /** New stories of any 24 hours. */
  storiesPerDay: number
  /** Pictures asked for after a reading. */
  pictures: number
  /** Seconds for these pictures together. */
  pictureSeconds: number
}

/** Several times what the busiest wire needs. */
const usualBudget: SourceBudget = {
  seconds: 120,
  megabytes: 40,
  stories: 300,
  storiesPerDay: 1_000,
  pictures: 30,
  pictureSeconds: 60,
}

/** A source's own budget where it has one, else the usual. */
export function budgetOf({ budget }: { budget?: Partial<SourceBudget> }): SourceBudget {
  return { ...usualBudget, ...budget }
}
