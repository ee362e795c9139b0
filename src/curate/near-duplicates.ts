import { cosine, vectors, type Tokenised, type Vector } from './similarity.ts'
import type { Groupable } from './groupable.ts'
import {
  areVariants,
  commonWords,
  isFollowUp,
  isNumber,
  isReaction,
  isTitled,
  serialNumber,
} from './titles.ts'
import { tokens, type Token } from './tokens.ts'

/** Everything about a text that telling two accounts of one event needs, reckoned once. */
interface Reading {
  whole: Vector
  summary: Vector
  summaryWords: number
  title: ReadonlySet<string>
  names: ReadonlySet<string>
  at: number
}

/** Two items that tell of one event, and how alike they are. */
interface Pair {
  a: number
  b: number
  likeness: number
}

/** Decides over pairs, by index into the items it was made from. */
export interface Comparison {
  cosine(a: number, b: number): number
  /** Whether what is below the headlines agrees; null where either says too little to tell. */
  summariesAgree(a: number, b: number, least: number): boolean | null
  /** False where the two tell of different countries. */
  placesAgree(a: number, b: number): boolean
  /** True for two of one source whose headlines have one form: it seldom tells one thing twice. */
  areOneForm(a: number, b: number): boolean
  pairs(): Pair[]
}

const hour = 3_600_000
const farthest = 72 * hour
/** Found on real feeds: above it, within a day, different events did not occur. */
const alike = 0.26
/** The further apart in time, the likelier the next event of a series. */
const alikeAtFarthest = 0.5
/** Where they also share names: reports of one event in different words. */
const alikeWithNames = 0.16
const alikeWithManyNames = 0.13
const withNames = 30 * hour
/** A source seldom tells one thing twice, and repeats its own boilerplate. */
const sameSourceMore = 0.1
const leastSummary = 6
const summaryAlike = 0.08
const leastTitle = 4

/** A name that more texts hold than this tells of the times, not of the event. */
const rare = (items: number): number => Math.max(6, items * 0.02)

const noNames = new Set(
  (
    'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august ' +
    'september october november december united nation state european union president minister security council'
  ).split(' '),
)

function namesIn(text: readonly Token[]): string[] {
  return text
    .filter((token) => token.capital && token.joined && token.key.length > 2 && !noNames.has(token.key))
    .map((token) => token.key)
}

/** Names but those of countries and cities (one country has many events a day): in the running text, and in the headline where its every word isn't a capital's. */
function rareNames(items: readonly Groupable[], texts: readonly Tokenised[]): Set<string>[] {
  const all = items.map(({ headline, placeWords }, at) => {
    const { title, text } = texts[at] ?? { title: [], text: [] }
    const places = new Set(placeWords.flatMap((written) => tokens(written).map(({ key }) => key)))
    const names = [...namesIn(isTitled(headline) ? [] : title), ...namesIn(text)]
    return new Set(names.filter((name) => !places.has(name)))
  })
  const holding = new Map<string, number>()
  for (const names of all) for (const name of names) holding.set(name, (holding.get(name) ?? 0) + 1)
  const most = rare(items.length)
  return all.map((names) => new Set([...names].filter((name) => (holding.get(name) ?? 0) <= most)))
}

function titleWords(title: readonly Token[]): Set<string> {
  const keys = title.map(({ key }) => key)
  return new Set(keys.filter((key) => isNumber(key) || (key.length > 2 && !commonWords.has(key))))
}

function readings(items: readonly Groupable[]): Reading[] {
  const texts = items.map(({ headline, summary }) => ({ title: tokens(headline), text: tokens(summary) }))
  const whole = vectors(texts)
  const summaries = vectors(texts.map(({ text }) => ({ title: [], text })))
  const names = rareNames(items, texts)
  return items.map((item, index) => ({
    whole: whole[index] ?? new Map(),
    summary: summaries[index] ?? new Map(),
    summaryWords: summaries[index]?.size ?? 0,
    title: titleWords(texts[index]?.title ?? []),
    names: names[index] ?? new Set(),
    at: item.at.epochMilliseconds,
  }))
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0
  for (const word of a) if (b.has(word)) count++
  return count
}

/** How alike two must be to be one event; above 1 where they cannot be. */
function needed(a: Reading, b: Reading, sameSource: boolean): number {
  const apart = Math.abs(a.at - b.at)
  if (apart > farthest) return 2
  const [names, title] = [shared(a.names, b.names), shared(a.title, b.title)]
  if (sameSource ? title < 2 : names < 2 && title === 0) return 2
  if (names >= 2 && apart <= withNames && !sameSource) return names > 2 ? alikeWithManyNames : alikeWithNames
  const later = Math.max(0, apart - 24 * hour) / (farthest - 24 * hour)
  return alike + (alikeAtFarthest - alike) * later + (sameSource ? sameSourceMore : 0)
}

/** For each telling word, the items that have it and its weight there, in order of items. */
function index(read: readonly Reading[]): Map<string, { items: number[]; weights: number[] }> {
  const lists = new Map<string, { items: number[]; weights: number[] }>()
  for (const [item, { whole }] of read.entries())
    for (const [word, weight] of whole) {
      const list = lists.get(word) ?? { items: [], weights: [] }
      if (list.items.length === 0) lists.set(word, list)
      list.items.push(item)
      list.weights.push(weight)
    }
  return lists
}

/** Pairs that share words which few texts have; others cannot be alike enough. */
function* candidates(read: readonly Reading[]): Generator<[number, number]> {
  const lists = index(read)
  const common = Math.max(30, read.length * 0.02)
  const sums = new Float64Array(read.length)
  for (const [a, { whole }] of read.entries()) {
    const touched: number[] = []
    for (const [word, weight] of whole) {
      const list = lists.get(word)
      if (!list || list.items.length > common) continue
      for (let place = list.items.length - 1; place >= 0; place--) {
        const b = list.items[place] ?? 0
        if (b <= a) break
        if (sums[b] === 0) touched.push(b)
        sums[b] = (sums[b] ?? 0) + weight * (list.weights[place] ?? 0)
      }
    }
    for (const b of touched) {
      if ((sums[b] ?? 0) > alikeWithManyNames / 2) yield [a, b]
      sums[b] = 0
    }
  }
}

/** Prepares comparing items with each other. All must be of one language. */
export function comparison(items: readonly Groupable[]): Comparison {
  const read = readings(items)
  const of = (index: number): Reading => read[index] as Reading
  const summariesAgree = (a: number, b: number, least: number): boolean | null =>
    Math.min(of(a).summaryWords, of(b).summaryWords) < leastSummary
      ? null
      : cosine(of(a).summary, of(b).summary) >= least
  // Headlines alone must share more than a column's name.
  const textsAgree = (a: number, b: number): boolean =>
    summariesAgree(a, b, summaryAlike) ?? shared(of(a).title, of(b).title) >= leastTitle
  const placesAgree = (a: number, b: number): boolean => {
    const none: ReadonlySet<string> = new Set()
    const [one, other] = [items[a]?.places ?? none, items[b]?.places ?? none]
    return one.size === 0 || other.size === 0 || [...one].some((place) => other.has(place))
  }
  const serials = items.map(({ headline }) => serialNumber(headline))
  const isOtherPiece = (a: number, b: number): boolean =>
    serials[a] !== serials[b] && serials[a] !== null && serials[b] !== null
  const following = items.map(({ headline }) => isFollowUp(headline))
  // "Police seize drugs in …" and "Police seize bombs in …" of one source are one form and two events.
  const areOneForm = (a: number, b: number): boolean =>
    items[a]?.sourceId === items[b]?.sourceId &&
    following[a] === following[b] &&
    areVariants(of(a).title, of(b).title)
  const reacting = items.map(({ headline }) => isReaction(headline))
  const pair = (a: number, b: number): Pair | null => {
    if (isOtherPiece(a, b) || reacting[a] !== reacting[b]) return null
    // The dearest last: few pairs come so far.
    const least = needed(of(a), of(b), items[a]?.sourceId === items[b]?.sourceId)
    if (least > 1) return null
    const likeness = cosine(of(a).whole, of(b).whole)
    if (likeness < least || !placesAgree(a, b) || areOneForm(a, b)) return null
    return textsAgree(a, b) ? { a, b, likeness } : null
  }
  return {
    cosine: (a, b) => cosine(of(a).whole, of(b).whole),
    summariesAgree,
    placesAgree,
    areOneForm,
    pairs: () =>
      [...candidates(read)]
        .flatMap(([a, b]) => pair(a, b) ?? [])
        .sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b),
  }
}
