/**
 * Places of stories in an edition, as texts whose order is that of the stories. Between any two there is room for another, and no
 * two stories ever have the same one, so a story can be put back where it was whatever was moved meanwhile.
 */

const base = 36
/** Of the story's own number, which ends each place that was made between others. */
const ownDigits = 8

/** The place of what stands at an index when an edition is composed. */
export function firstPlace(index: number): string {
  return (index + 1).toString(base).padStart(4, '0')
}

/** A place of a story's own after one place and before another; null is the beginning, or the end. */
export function placeBetween(after: string | null, before: string | null, storyId: number): string {
  return between(after ?? '', before) + storyId.toString(base).padStart(ownDigits, '0')
}

/** A text after `low` that differs from `high` in a digit, so that whatever follows it stays before that. */
function between(low: string, high: string | null): string {
  let made = ''
  for (let at = 0; ; at++) {
    const from = digit(low[at])
    const to = high === null ? base : digit(high[at])
    if (to - from > 1) return made + Math.floor((from + to) / 2).toString(base)
    made += from.toString(base)
    // Any digit that follows keeps it before `high` from here on.
    if (to > from) high = null
  }
}

const digit = (text: string | undefined): number => (text === undefined ? 0 : Number.parseInt(text, base))
