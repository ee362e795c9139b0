import { undecided, type Decisions } from './decisions.ts'
import type { Groupable } from './groupable.ts'
import { comparison, type Comparison } from './near-duplicates.ts'
import { joinMuchReported } from './much-reported.ts'
import { sets, type Sets } from './sets.ts'
import { normalTitle, significantWords } from './titles.ts'
import { primaryLanguage } from '../../core/text/primary-language.ts'

const day = 24 * 3_600_000
// A headline with fewer significant words may be a column's name ("Day in pictures").
const leastTitle = 4
// A guid with more titles is a feed's mistake, not an identity.
const mostTitlesOfGuid = 2
const averageAlike = 0.13

function buckets(
  items: readonly Groupable[],
  keyOf: (item: Groupable, index: number) => string | null,
): number[][] {
  const found = new Map<string, number[]>()
  for (const [index, item] of items.entries()) {
    const key = keyOf(item, index)
    if (key === null) continue
    const bucket = found.get(key) ?? []
    bucket.push(index)
    found.set(key, bucket)
  }
  return [...found.values()].filter((bucket) => bucket.length > 1)
}

function joinAll(into: Sets, bucket: readonly number[]): void {
  for (const index of bucket) into.join(bucket[0] ?? index, index)
}

/** A link alone does not identify a story (feeds of advisories share one): the guid or the title must agree too. */
function joinIdentical(items: readonly Groupable[], titles: readonly string[], into: Sets): void {
  const withLink = (item: Groupable, second: string): string | null =>
    item.canonicalLink === null ? null : `${item.canonicalLink}\n${second}`
  for (const bucket of buckets(items, (item) => withLink(item, item.guid))) {
    if (new Set(bucket.map((index) => titles[index])).size <= mostTitlesOfGuid) joinAll(into, bucket)
  }
  for (const bucket of buckets(items, (item, index) => withLink(item, titles[index] ?? '')))
    joinAll(into, bucket)
  for (const bucket of buckets(items, (item) => `${item.sourceId}\n${item.guid}`))
    if (new Set(bucket.map((index) => titles[index])).size <= mostTitlesOfGuid) joinAll(into, bucket)
}

function joinTitles(
  items: readonly Groupable[],
  titles: readonly string[],
  compare: Comparison,
  into: Sets,
): void {
  for (const bucket of buckets(items, (_, index) => titles[index] || null)) {
    for (const [place, index] of bucket.entries()) {
      const next = bucket[place + 1]
      if (next === undefined) continue
      const [a, b] = [items[index] as Groupable, items[next] as Groupable]
      const near = b.at.epochMilliseconds - a.at.epochMilliseconds <= day
      const short = significantWords(titles[index] ?? '') < leastTitle
      const least = short || a.sourceId === b.sourceId ? 0.3 : 0.05
      const agree =
        compare.summariesAgree(index, next, least) ??
        (!short || (a.summary !== '' && a.summary === b.summary))
      if (near && agree && compare.placesAgree(index, next)) into.join(index, next)
    }
  }
}

/** Joins two groups only if they are similar on average, so that no chains of similar pairs form. */
function joinAlike(compare: Comparison, into: Sets): void {
  for (const { a, b } of compare.pairs()) {
    if (into.of(a) === into.of(b)) continue
    const cross = into.members(a).flatMap((x) => into.members(b).map((y): [number, number] => [x, y]))
    if (cross.some(([x, y]) => compare.areOneForm(x, y))) continue
    const sum = cross.reduce((total, [x, y]) => total + compare.cosine(x, y), 0)
    if (sum / cross.length >= averageAlike) into.join(a, b)
  }
}

/** Converts pairs of ids to pairs of indices; pairs with an unknown id are dropped. */
function placesOf(
  items: readonly Groupable[],
  pairs: readonly (readonly [number, number])[],
): [number, number][] {
  if (pairs.length === 0) return []
  const places = new Map(items.map(({ id }, place) => [id, place]))
  return pairs.flatMap(([a, b]): [number, number][] => {
    const [one, other] = [places.get(a), places.get(b)]
    return one === undefined || other === undefined || one === other ? [] : [[one, other]]
  })
}

/** The compared items of one language, and their groups. */
export interface Compared<Item extends Groupable> {
  /** In order of time. */
  items: readonly Item[]
  compare: Comparison
  into: Sets
}

function compareLanguage<Item extends Groupable>(
  items: readonly Item[],
  decisions: Decisions,
): Compared<Item> {
  const titles = items.map(
    ({ words, headline, sourceName }) => words?.normalTitle ?? normalTitle(headline, sourceName),
  )
  const into = sets(items.length, placesOf(items, decisions.apart))
  for (const [a, b] of placesOf(items, decisions.together)) into.join(a, b)
  const compare = comparison(items)
  joinIdentical(items, titles, into)
  joinTitles(items, titles, compare, into)
  joinAlike(compare, into)
  joinMuchReported({ items, read: compare.read, areOneForm: compare.areOneForm }, into)
  return { items, compare, into }
}

function groupsOf<Item extends Groupable>({ items, into }: Compared<Item>): Item[][] {
  return items
    .map((_, index) => (into.of(index) === index ? into.members(index) : []))
    .filter((group) => group.length > 0)
    .map((group) => [...group].sort((a, b) => a - b).map((index) => items[index] as Item))
}

/** The items by language; an item that a person merged with one in another language goes where the earliest of them is. */
function byLanguage<Item extends Groupable>(ordered: readonly Item[], decisions: Decisions): Item[][] {
  const together = sets(ordered.length, placesOf(ordered, decisions.apart))
  for (const [a, b] of placesOf(ordered, decisions.together)) together.join(a, b)
  const languages = Map.groupBy(
    ordered.map((item, place) => ({ item, first: ordered[together.of(place)] ?? item })),
    ({ first }) => primaryLanguage(first.language),
  )
  return [...languages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, all]) => all.map(({ item }) => item))
}

/**
 * Groups stories that report the same, within a language: by link with guid or title, by guid within a source, by title within a day, by
 * similar words within three days, and headlines without text by the words of a much-reported event. People's decisions override the rules.
 * The order of `items` does not affect the result.
 */
export function groupSame<Item extends Groupable>(
  items: readonly Item[],
  decisions: Decisions = undecided,
): Item[][] {
  return compareAll(items, decisions).flatMap(groupsOf)
}

/** As `groupSame`, but returns the comparison for each language. */
export function compareAll<Item extends Groupable>(
  items: readonly Item[],
  decisions: Decisions,
): Compared<Item>[] {
  return byLanguage(inOrder(items), decisions).map((all) => compareLanguage(all, decisions))
}

function inOrder<Item extends Groupable>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: item.at.epochMilliseconds }))
    .sort((a, b) => a.at - b.at || a.item.id - b.item.id || (a.item.headline < b.item.headline ? -1 : 1))
    .map(({ item }) => item)
}
