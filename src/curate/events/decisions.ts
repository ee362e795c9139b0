/** What people decided about pairs of stories, by id. Rules never override it; if a pair is in both, `apart` applies. */
export interface Decisions {
  together: readonly (readonly [number, number])[]
  apart: readonly (readonly [number, number])[]
}

export const undecided: Decisions = { together: [], apart: [] }
