import type { Gate } from './curated.ts'

/** What editors decided before the freeze, which no rule undoes. */
export interface Decided {
  /** In it whatever the rules say, where their rank puts them. */
  wanted: ReadonlySet<number>
  /** First of all. */
  lead: number | null
  /** Out of it, with the gate and the words for it. */
  out: ReadonlyMap<number, { gate: Extract<Gate, 'by-hand' | 'embargo'>; reason: string }>
  /** One event: the first is named by the second. */
  together: readonly (readonly [story: number, into: number])[]
  /** Two events: the first is one of its own. */
  apart: readonly (readonly [story: number, from: number])[]
}

export const nothingDecided: Decided = {
  wanted: new Set(),
  lead: null,
  out: new Map(),
  together: [],
  apart: [],
}

type Grouped = { id: number }

/** Groups of accounts of one event, as editors put them together and took them apart. */
export function asDecided<Entry extends Grouped>(
  groups: readonly (readonly Entry[])[],
  { together, apart }: Decided,
): Entry[][] {
  let all = groups.map((group) => [...group])
  const groupOf = (id: number) => all.find((group) => group.some((entry) => entry.id === id))
  for (const [story, into] of together) {
    const [one, other] = [groupOf(story), groupOf(into)]
    if (!one || !other || one === other) continue
    other.push(...one)
    all = all.filter((group) => group !== one)
  }
  for (const [story, from] of apart) {
    const group = groupOf(story)
    if (!group || group !== groupOf(from)) continue
    all.push(group.filter(({ id }) => id === story))
    group.splice(0, group.length, ...group.filter(({ id }) => id !== story))
  }
  return all
}
