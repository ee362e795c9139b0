import type { Groupable } from './groupable.ts'
import { eachCandidate } from './pair-candidates.ts'
import {
  cosine,
  numberWords,
  shared,
  vectors,
  wholeText,
  type Numbering,
  type Tokenised,
  type Vector,
} from './similarity.ts'
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
  /** True for what somebody said to an event. */
  reacting: boolean
  /** True for how something known has gone on. */
  following: boolean
  whole: Vector
  summary: () => Vector
  title: Int32Array
  names: Int32Array
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

function ascending(keys: Iterable<string>, numbers: Numbering): Int32Array {
  return Int32Array.from(keys, (key) => numbers.get(key) ?? 0).sort()
}

/** Names but those of countries and cities (one country has many events a day): in the running text, and in the headline where its every word isn't a capital's. */
function rareNames(
  items: readonly Groupable[],
  texts: readonly Tokenised[],
  numbers: Numbering,
): Int32Array[] {
  const all = items.map(({ headline, placeWords }, at) => {
    const { title, text } = texts[at] ?? { title: [], text: [] }
    const places = new Set(placeWords.flatMap((written) => tokens(written).map(({ key }) => key)))
    const names = new Set([...namesIn(isTitled(headline) ? [] : title), ...namesIn(text)])
    return ascending(names.difference(places), numbers)
  })
  const holding = new Uint32Array(numbers.size)
  for (const names of all) for (const name of names) holding[name] = (holding[name] ?? 0) + 1
  const most = rare(items.length)
  return all.map((names) => names.filter((name) => (holding[name] ?? 0) <= most))
}

function titleWords(title: readonly Token[]): Set<string> {
  const keys = title.map(({ key }) => key)
  return new Set(keys.filter((key) => isNumber(key) || (key.length > 2 && !commonWords.has(key))))
}

function readings(items: readonly Groupable[]): Reading[] {
  const texts = items.map(({ headline, summary }) => ({ title: tokens(headline), text: tokens(summary) }))
  const { numbers, numbered } = numberWords(texts)
  const whole = vectors(numbered.map(wholeText), numbers)
  const summary = vectors(
    numbered.map(({ text }) => text.sort()),
    numbers,
  )
  const names = rareNames(items, texts, numbers)
  return items.map((item, index) => ({
    reacting: isReaction(texts[index]?.title ?? []),
    following: isFollowUp(texts[index]?.title ?? []),
    whole: whole(index),
    summary: () => summary(index),
    title: ascending(titleWords(texts[index]?.title ?? []), numbers),
    names: names[index] as Int32Array,
    at: item.at.epochMilliseconds,
  }))
}

/** How alike two must be that share no names. The further apart in time, the likelier the next event of a series. */
function neededByWords(apart: number, sameSource: boolean): number {
  const later = Math.max(0, apart - 24 * hour) / (farthest - 24 * hour)
  return alike + (alikeAtFarthest - alike) * later + (sameSource ? sameSourceMore : 0)
}

/** Whether two that can be alike by no more than `atMost` may be one event, and then how alike they must be; else null. */
function needed(a: Reading, b: Reading, sameSource: boolean, atMost: number): number | null {
  const apart = Math.abs(a.at - b.at)
  if (apart > farthest) return null
  const byWords = neededByWords(apart, sameSource)
  const namesCount = apart <= withNames && !sameSource
  // Most pairs end at one of these two lines.
  if (byWords > atMost && !namesCount) return null
  const names = shared(a.names, b.names)
  if (byWords > atMost && names < 2) return null
  const title = shared(a.title, b.title)
  if (sameSource ? title < 2 : names < 2 && title === 0) return null
  if (names >= 2 && namesCount) return names > 2 ? alikeWithManyNames : alikeWithNames
  return byWords
}

/** Prepares comparing items with each other. All must be of one language, in order of time. */
export function comparison(items: readonly Groupable[]): Comparison {
  const read = readings(items)
  const of = (index: number): Reading => read[index] as Reading
  const summariesAgree = (a: number, b: number, least: number): boolean | null =>
    Math.min(of(a).summary().words.length, of(b).summary().words.length) < leastSummary
      ? null
      : cosine(of(a).summary(), of(b).summary()) >= least
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
  // "Police seize drugs in …" and "Police seize bombs in …" of one source are one form and two events.
  const areOneForm = (a: number, b: number): boolean =>
    items[a]?.sourceId === items[b]?.sourceId &&
    of(a).following === of(b).following &&
    areVariants(of(a).title.length, of(b).title.length, shared(of(a).title, of(b).title))
  const pair = (a: number, b: number, atMost: number): Pair | null => {
    if (isOtherPiece(a, b) || of(a).reacting !== of(b).reacting) return null
    // The dearest last: few pairs come so far.
    const least = needed(of(a), of(b), items[a]?.sourceId === items[b]?.sourceId, atMost)
    if (least === null || least > atMost) return null
    const likeness = cosine(of(a).whole, of(b).whole)
    if (likeness < least || !placesAgree(a, b) || areOneForm(a, b)) return null
    return textsAgree(a, b) ? { a, b, likeness } : null
  }
  return {
    cosine: (a, b) => cosine(of(a).whole, of(b).whole),
    summariesAgree,
    placesAgree,
    areOneForm,
    pairs: () => {
      const found: Pair[] = []
      eachCandidate(read, { least: alikeWithManyNames, farthest }, (a, b, atMost) => {
        const one = pair(a, b, atMost)
        if (one) found.push(one)
      })
      return found.sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b)
    },
  }
}
