/** What people decided about pairs of stories, by their ids. Rules never undo it; of a pair in both, `apart` holds. */
export interface Decisions {
  together: readonly (readonly [number, number])[]
  apart: readonly (readonly [number, number])[]
}

export const undecided: Decisions = { together: [], apart: [] }
