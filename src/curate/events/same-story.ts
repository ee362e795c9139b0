import type { Groupable } from './groupable.ts'
import { comparison, type Comparison } from './near-duplicates.ts'
import { normalTitle, tellingWords } from './titles.ts'
import { primaryLanguage } from '../../core/text/primary-language.ts'

const day = 24 * 3_600_000
// A headline of fewer telling words may be a column's name ("Day in pictures").
const leastTitle = 4
// A guid on more titles than this is a feed's mistake, not an identity.
const mostTitlesOfGuid = 2
const averageAlike = 0.13

/** Sets of indices that grow together. */
interface Sets {
  of(index: number): number
  members(root: number): readonly number[]
  join(a: number, b: number): void
}

function sets(size: number): Sets {
  const root = Array.from({ length: size }, (_, index) => index)
  const members = root.map((index) => [index])
  return {
    of: (index) => root[index] ?? index,
    members: (index) => members[root[index] ?? index] ?? [],
    join(a, b) {
      const [into, from] = [root[a] ?? a, root[b] ?? b].sort((x, y) => x - y) as [number, number]
      if (into === from) return
      for (const index of members[from] ?? []) {
        root[index] = into
        members[into]?.push(index)
      }
      members[from] = []
    },
  }
}

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

/** A link alone is no identity (feeds of advisories share one): the guid or the title must agree too. */
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
      const short = tellingWords(titles[index] ?? '') < leastTitle
      const least = short || a.sourceId === b.sourceId ? 0.3 : 0.05
      const agree =
        compare.summariesAgree(index, next, least) ??
        (!short || (a.summary !== '' && a.summary === b.summary))
      if (near && agree && compare.placesAgree(index, next)) into.join(index, next)
    }
  }
}

/** Two groups become one only where they are alike on the whole, so that no chain of likenesses grows. */
function joinAlike(compare: Comparison, into: Sets): void {
  for (const { a, b } of compare.pairs()) {
    if (into.of(a) === into.of(b)) continue
    const cross = into.members(a).flatMap((x) => into.members(b).map((y): [number, number] => [x, y]))
    if (cross.some(([x, y]) => compare.areOneForm(x, y))) continue
    const sum = cross.reduce((total, [x, y]) => total + compare.cosine(x, y), 0)
    if (sum / cross.length >= averageAlike) into.join(a, b)
  }
}

function groupLanguage<Item extends Groupable>(items: readonly Item[]): Item[][] {
  const titles = items.map(({ headline, sourceName }) => normalTitle(headline, sourceName))
  const into = sets(items.length)
  const compare = comparison(items)
  joinIdentical(items, titles, into)
  joinTitles(items, titles, compare, into)
  joinAlike(compare, into)
  return items
    .map((_, index) => (into.of(index) === index ? into.members(index) : []))
    .filter((group) => group.length > 0)
    .map((group) => [...group].sort((a, b) => a - b).map((index) => items[index] as Item))
}

/**
 * Puts stories that tell the same into one group each, within a language: by link with guid or title,
 * by guid within a source, by title within a day, and by likeness of the words within three days.
 * The same groups in the same order whatever the order of `items`.
 */
export function groupSame<Item extends Groupable>(items: readonly Item[]): Item[][] {
  const ordered = items
    .map((item) => ({ item, at: item.at.epochMilliseconds }))
    .sort((a, b) => a.at - b.at || a.item.id - b.item.id || (a.item.headline < b.item.headline ? -1 : 1))
    .map(({ item }) => item)
  const byLanguage = Map.groupBy(ordered, ({ language }) => primaryLanguage(language))
  return [...byLanguage.keys()].sort().flatMap((language) => groupLanguage(byLanguage.get(language) ?? []))
}
