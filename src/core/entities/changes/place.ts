/**
 * Positions of stories in an edition, as strings that sort in the order of the stories. There is always room between two of them, and no
 * two stories ever share one, so a story can be put back where it was, whatever was moved meanwhile.
 */

const base = 36
/** Digits of the story's id, which ends each position created between others. */
const ownDigits = 8

/** The position for an index when an edition is composed. */
export function firstPlace(index: number): string {
  return (index + 1).toString(base).padStart(4, '0')
}

/** A position unique to a story, after one position and before another; null is the beginning or the end. */
export function placeBetween(after: string | null, before: string | null, storyId: number): string {
  return between(after ?? '', before) + storyId.toString(base).padStart(ownDigits, '0')
}

/** A string after `low` that differs from `high` in a digit, so that it stays before `high` whatever is appended. */
function between(low: string, high: string | null): string {
  let made = ''
  for (let at = 0; ; at++) {
    const from = digit(low[at])
    const to = high === null ? base : digit(high[at])
    if (to - from > 1) return made + Math.floor((from + to) / 2).toString(base)
    made += from.toString(base)
    // From here on, any digits keep it before `high`.
    if (to > from) high = null
  }
}

const digit = (text: string | undefined): number => (text === undefined ? 0 : Number.parseInt(text, base))
