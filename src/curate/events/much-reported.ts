import type { Features } from './features.ts'
import { bothFacts, factsAgree, factsOf, type GroupFacts } from './group-facts.ts'
import type { Groupable } from './groupable.ts'
import { headlineNames } from './headline-names.ts'
import { added, groupRarity, headlineSums, product, type HeadlineSum } from './headline-sums.ts'
import type { Sets } from './sets.ts'
import { serialNumber } from './titles.ts'

/**
 * How similar the headlines of two groups must be on average, round by round: the safest joins come first, and make their words rarer among
 * groups. Determined on 4,067 headlines of 50 stories, in halves by story (`test/corpora/pairs.ts`).
 */
const rounds = [0.3, 0.24, 0.2, 0.17, 0.15, 0.14, 0.14, 0.14, 0.13, 0.13, 0.13]
/** With this many headlines and sources, common words describe the event; fewer may merely share a template. */
const enough = { headlines: 3, sources: 3 }
/** Groups up to this size must not contain a headline that shares a template with another one of its source. */
const few = 2

interface HeadlineGroup {
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

const isMuchReported = ({ facts }: HeadlineGroup): boolean =>
  facts.size >= enough.headlines && facts.sources.size >= enough.sources

/**
 * Words in more groups are not used to find pairs, although they count for pairs found by others; so the work grows linearly with the
 * groups. Few words are so common: measured on 4,067 headlines of two days.
 */
const mostHolding = 200

interface Holding {
  root: number
  weight: number
}

/** The groups with each word; null for words in too many groups. */
function holdings(groups: ReadonlyMap<number, HeadlineGroup>, words: number): (Holding[] | null)[] {
  const holding: (Holding[] | null)[] = Array.from({ length: words }, () => [])
  for (const [root, { sum }] of groups)
    for (const [at, word] of sum.words.entries()) {
      const found = holding[word]
      if (!found) continue
      if (found.length === mostHolding) holding[word] = null
      else found.push({ root, weight: sum.weights[at] as number })
    }
  return holding
}

/** The words of a group that are not used to find pairs. */
function commonPart({ words, weights }: HeadlineSum, holding: readonly (Holding[] | null)[]): HeadlineSum {
  const places = [...words.keys()].filter((at) => holding[words[at] as number] === null)
  return {
    words: Int32Array.from(places, (at) => words[at] as number),
    weights: Float64Array.from(places, (at) => weights[at] as number),
  }
}

/** Every pair of a much-reported group and another that share a rarer word and reach the similarity `least`. */
function candidates(groups: ReadonlyMap<number, HeadlineGroup>, words: number, least: number): Candidate[] {
  const holding = holdings(groups, words)
  const common = new Map([...groups].map(([root, { sum }]) => [root, commonPart(sum, holding)]))
  const found: Candidate[] = []
  for (const [a, one] of groups) {
    if (!isMuchReported(one)) continue
    const sums = new Map<number, number>()
    for (const [at, word] of one.sum.words.entries()) {
      const own = one.sum.weights[at] as number
      for (const { root, weight } of holding[word] ?? []) sums.set(root, (sums.get(root) ?? 0) + own * weight)
    }
    const shared = common.get(a)
    for (const [b, sum] of sums) {
      const other = groups.get(b)
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
  const groups = new Map(
    [...facts].map(([root, known]) => [root, { sum: sumOf(into.members(root)), facts: known }]),
  )
  for (const { a, b } of candidates(groups, rarity.length, least)) {
    const [x, y] = [into.of(a), into.of(b)]
    const [one, other] = [groups.get(x), groups.get(y)]
    if (x === y || !one || !other || !factsAgree(one.facts, other.facts)) continue
    // Either may have grown in this round.
    if (product(one.sum, other.sum) < least * one.facts.size * other.facts.size) continue
    if (!formsAgree(into.members(x), into.members(y), headlines) || !into.join(x, y)) continue
    const both = { sum: added(one.sum, other.sum), facts: bothFacts(one.facts, other.facts) }
    groups.delete(Math.max(x, y))
    facts.delete(Math.max(x, y))
    groups.set(into.of(x), both)
    facts.set(into.of(x), both.facts)
  }
}

/**
 * Joins headlines without text to events that many sources report: their common words describe the event, whereas two headlines alone share
 * too few.
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
