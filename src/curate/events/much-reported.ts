import type { Features } from './features.ts'
import { bothFacts, factsAgree, factsOf, type GroupFacts } from './group-facts.ts'
import type { Groupable } from './groupable.ts'
import { headlineNames } from './headline-names.ts'
import { added, groupRarity, headlineSums, product, type HeadlineSum } from './headline-sums.ts'
import type { Sets } from './sets.ts'
import { serialNumber } from './titles.ts'

/**
 * How alike, on the average, the headlines of two groups must be, round by round: the surest join first, and make their words
 * rarer among groups. Found on 4,067 headlines of 50 stories, in halves by story (`test/corpora/pairs.ts`).
 */
const rounds = [0.3, 0.24, 0.2, 0.17, 0.15, 0.14, 0.14, 0.14, 0.13, 0.13, 0.13]
/** So many headlines of so many sources say what an event is called. Fewer may share a template. */
const enough = { headlines: 3, sources: 3 }
/** Groups of no more than this must have no headline of one form with another of their source. */
const few = 2

/** A group's headlines together. */
interface Told {
  sum: HeadlineSum
  facts: GroupFacts
}

export interface Headlines {
  items: readonly Groupable[]
  read: readonly Features[]
  areOneForm(a: number, b: number): boolean
}

interface Candidate {
  a: number
  b: number
  likeness: number
}

const isMuchReported = ({ facts }: Told): boolean =>
  facts.size >= enough.headlines && facts.sources.size >= enough.sources

/**
 * Words that more groups have than this find no pair, though they count in those that others find: so the work grows with the
 * groups, not with their square. Of 4,067 headlines of two days few words are so common.
 */
const mostHolding = 200

interface Holding {
  root: number
  weight: number
}

/** By word, the groups that have it; null for words that too many have. */
function holdings(told: ReadonlyMap<number, Told>, words: number): (Holding[] | null)[] {
  const holding: (Holding[] | null)[] = Array.from({ length: words }, () => [])
  for (const [root, { sum }] of told)
    for (const [at, word] of sum.words.entries()) {
      const found = holding[word]
      if (!found) continue
      if (found.length === mostHolding) holding[word] = null
      else found.push({ root, weight: sum.weights[at] as number })
    }
  return holding
}

/** What two groups have in common beyond the words by which they are found. */
function commonPart({ words, weights }: HeadlineSum, holding: readonly (Holding[] | null)[]): HeadlineSum {
  const places = [...words.keys()].filter((at) => holding[words[at] as number] === null)
  return {
    words: Int32Array.from(places, (at) => words[at] as number),
    weights: Float64Array.from(places, (at) => weights[at] as number),
  }
}

/** Every pair of a much-reported group and another that share a rarer word and are as alike as `least`. */
function candidates(told: ReadonlyMap<number, Told>, words: number, least: number): Candidate[] {
  const holding = holdings(told, words)
  const common = new Map([...told].map(([root, { sum }]) => [root, commonPart(sum, holding)]))
  const found: Candidate[] = []
  for (const [a, one] of told) {
    if (!isMuchReported(one)) continue
    const sums = new Map<number, number>()
    for (const [at, word] of one.sum.words.entries()) {
      const own = one.sum.weights[at] as number
      for (const { root, weight } of holding[word] ?? []) sums.set(root, (sums.get(root) ?? 0) + own * weight)
    }
    const shared = common.get(a)
    for (const [b, sum] of sums) {
      const other = told.get(b)
      const alsoShared = common.get(b)
      if (!other || !shared || !alsoShared || a === b || (isMuchReported(other) && b < a)) continue
      const likeness = (sum + product(shared, alsoShared)) / (one.facts.size * other.facts.size)
      if (likeness >= least) found.push({ a, b, likeness })
    }
  }
  return found.sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b)
}

function formsAgree(a: readonly number[], b: readonly number[], { areOneForm }: Headlines): boolean {
  return Math.min(a.length, b.length) > few || !a.some((x) => b.some((y) => areOneForm(x, y)))
}

function joinRound(headlines: Headlines, into: Sets, facts: Map<number, GroupFacts>, least: number): void {
  const titles = headlines.read.map(({ title }) => title)
  const rarity = groupRarity(titles, [...facts.keys()].map(into.members))
  const sumOf = headlineSums(titles, rarity)
  const told = new Map(
    [...facts].map(([root, known]) => [root, { sum: sumOf(into.members(root)), facts: known }]),
  )
  for (const { a, b } of candidates(told, rarity.length, least)) {
    const [x, y] = [into.of(a), into.of(b)]
    const [one, other] = [told.get(x), told.get(y)]
    if (x === y || !one || !other || !factsAgree(one.facts, other.facts)) continue
    // Either may have grown since.
    if (product(one.sum, other.sum) < least * one.facts.size * other.facts.size) continue
    if (!formsAgree(into.members(x), into.members(y), headlines) || !into.join(x, y)) continue
    const both = { sum: added(one.sum, other.sum), facts: bothFacts(one.facts, other.facts) }
    told.delete(Math.max(x, y))
    facts.delete(Math.max(x, y))
    told.set(into.of(x), both)
    facts.set(into.of(x), both.facts)
  }
}

/**
 * Joins headlines without a text to the events that many sources report. What these have in common says what the event is called,
 * where two headlines alone share too little.
 */
export function joinMuchReported(headlines: Headlines, into: Sets): void {
  if (!headlines.read.some(({ isBare }) => isBare)) return
  const facts = new Map<number, GroupFacts>()
  const namesOf = headlineNames(headlines.items)
  for (const [index, item] of headlines.items.entries()) {
    const root = into.of(index)
    const own = factsOf(item, headlines.read[index] as Features, {
      serial: serialNumber(item.headline),
      names: namesOf(index),
    })
    const known = facts.get(root)
    facts.set(root, known ? bothFacts(known, own) : own)
  }
  for (const least of rounds) joinRound(headlines, into, facts, least)
}
