import type { Features } from './features.ts'
import type { Groupable } from './groupable.ts'

/** How many of a group's headlines name any value, and each value. */
interface Named {
  headlines: number
  by: ReadonlyMap<number | string, number>
}

/** What a group's headlines say: where, how many, when and by whom. */
export interface GroupFacts {
  size: number
  sources: ReadonlySet<number>
  /** Times of the first and the last, in epoch milliseconds. */
  from: number
  until: number
  reacting: number
  /** True if none has text below its headline. */
  bare: boolean
  countries: Named
  places: Named
  numbers: Named
  serials: Named
  names: Named
}

const kinds = ['countries', 'places', 'numbers', 'serials', 'names'] as const
/** A value in a smaller share of the headlines that name any is mentioned in passing. */
const saidBy = 0.25
const ofMost = 0.5

const hour = 3_600_000
/** After a longer gap, a report is about the next event of its kind. */
const longestSilence = 24 * hour
const longest = 72 * hour

function named(values: Iterable<number | string>): Named {
  const by = new Map([...values].map((value) => [value, 1] as const))
  return { headlines: by.size > 0 ? 1 : 0, by }
}

export function factsOf(
  item: Groupable,
  read: Features,
  { serial, names }: { serial: string | null; names: readonly string[] },
): GroupFacts {
  return {
    size: 1,
    sources: new Set([item.sourceId]),
    from: read.at,
    until: read.at,
    reacting: read.reacting ? 1 : 0,
    bare: read.isBare,
    countries: named(item.places),
    places: named(read.titlePlaces),
    numbers: named(read.titleNumbers),
    serials: named(serial === null ? [] : [serial]),
    names: named(names),
  }
}

function bothNamed(a: Named, b: Named): Named {
  const [large, small] = a.by.size >= b.by.size ? [a, b] : [b, a]
  const by = new Map(large.by)
  for (const [value, count] of small.by) by.set(value, (by.get(value) ?? 0) + count)
  return { headlines: a.headlines + b.headlines, by }
}

export function bothFacts(a: GroupFacts, b: GroupFacts): GroupFacts {
  return {
    size: a.size + b.size,
    sources: a.sources.union(b.sources),
    from: Math.min(a.from, b.from),
    until: Math.max(a.until, b.until),
    reacting: a.reacting + b.reacting,
    bare: a.bare && b.bare,
    countries: bothNamed(a.countries, b.countries),
    places: bothNamed(a.places, b.places),
    numbers: bothNamed(a.numbers, b.numbers),
    serials: bothNamed(a.serials, b.serials),
    names: bothNamed(a.names, b.names),
  }
}

function areOther(a: Named, b: Named, [ofA, ofB]: [number, number]): boolean {
  if (a.headlines === 0 || b.headlines === 0) return false
  if (a.headlines < ofA * ofMost || b.headlines < ofB * ofMost) return false
  const said = ({ headlines, by }: Named, value: number | string): boolean =>
    (by.get(value) ?? 0) >= headlines * saidBy
  return ![...a.by.keys()].some((value) => said(a, value) && said(b, value))
}

/**
 * False if two groups differ in what distinguishes similar events (country, place, name, number, time, number in a series, or whether it is
 * a reaction), or if both have texts, which are compared more reliably than headlines.
 */
export function factsAgree(a: GroupFacts, b: GroupFacts): boolean {
  if (!a.bare && !b.bare) return false
  const span = Math.max(a.until, b.until) - Math.min(a.from, b.from)
  const silence = Math.max(a.from, b.from) - Math.min(a.until, b.until)
  if (span > longest || silence > longestSilence) return false
  if (a.reacting > a.size / 2 !== b.reacting > b.size / 2) return false
  return !kinds.some((kind) => areOther(a[kind], b[kind], [a.size, b.size]))
}
