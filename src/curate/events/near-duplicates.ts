import type { Groupable } from './groupable.ts'
import { eachCandidate } from './pair-candidates.ts'
import { featuresOf, leastSummary, type Features } from './features.ts'
import { cosine, shared } from './similarity.ts'
import { areVariants, serialNumber } from './titles.ts'

/** Two items that report one event, and their similarity. */
interface Pair {
  a: number
  b: number
  likeness: number
}

const areOther = (a: Int32Array, b: Int32Array): boolean => a.length > 0 && b.length > 0 && shared(a, b) === 0

/** Compares pairs, given as indices into its items. */
export interface Comparison {
  read: readonly Features[]
  cosine(a: number, b: number): number
  /** Whether the texts below the headlines agree; null if either is too short. */
  summariesAgree(a: number, b: number, least: number): boolean | null
  /** False if the two are about different countries. */
  placesAgree(a: number, b: number): boolean
  /** True for two items of one source whose headlines share a template: a source seldom reports one event twice. */
  areOneForm(a: number, b: number): boolean
  pairs(): Pair[]
  /** Pairs within three days that reach the similarity `least` and agree in country and number in a series, whatever else differs. */
  nearMisses(least: number): Pair[]
}

const hour = 3_600_000
const farthest = 72 * hour
/** Determined on real feeds: above this, different events did not occur within a day. */
const alike = 0.26
const alikeAtFarthest = 0.5
/** With shared names, reports of one event may use different words. */
const alikeWithNames = 0.16
const alikeWithManyNames = 0.13
const withNames = 30 * hour
/** A source seldom reports one event twice, but repeats its own boilerplate. */
const sameSourceMore = 0.1
const summaryAlike = 0.08
const leastTitle = 4

/**
 * The similarity that two items without shared names need. The further apart in time, the more likely they report different events of a
 * series.
 */
function neededByWords(apart: number, sameSource: boolean): number {
  const later = Math.max(0, apart - 24 * hour) / (farthest - 24 * hour)
  return alike + (alikeAtFarthest - alike) * later + (sameSource ? sameSourceMore : 0)
}

/** The similarity that two items need, given that theirs is at most `atMost`; null if they cannot reach it. */
function needed(a: Features, b: Features, sameSource: boolean, atMost: number): number | null {
  const apart = Math.abs(a.at - b.at)
  if (apart > farthest) return null
  const byWords = neededByWords(apart, sameSource)
  const namesCount = apart <= withNames && !sameSource
  // Most pairs end at one of the next two lines.
  if (byWords > atMost && !namesCount) return null
  const names = shared(a.names, b.names)
  if (byWords > atMost && names < 2) return null
  const title = shared(a.title, b.title)
  if (sameSource ? title < 2 : names < 2 && title === 0) return null
  if (names >= 2 && namesCount) return names > 2 ? alikeWithManyNames : alikeWithNames
  return byWords
}

function nearPairs(read: readonly Features[], least: number): Pair[] {
  const found: Pair[] = []
  eachCandidate(read, { least, farthest }, (a, b) => {
    const likeness = cosine((read[a] as Features).whole, (read[b] as Features).whole)
    if (likeness >= least) found.push({ a, b, likeness })
  })
  return found
}

/** Prepares the comparison of items, which must all be in one language and in order of time. */
export function comparison(items: readonly Groupable[]): Comparison {
  const read = featuresOf(items)
  const of = (index: number): Features => read[index] as Features
  const summariesAgree = (a: number, b: number, least: number): boolean | null =>
    Math.min(of(a).summary().words.length, of(b).summary().words.length) < leastSummary
      ? null
      : cosine(of(a).summary(), of(b).summary()) >= least
  // Without texts, headlines must share more than a column's name.
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
  // "Police seize drugs in …" and "Police seize bombs in …" of one source: one template, two events.
  const areOneForm = (a: number, b: number): boolean =>
    items[a]?.sourceId === items[b]?.sourceId &&
    of(a).following === of(b).following &&
    areVariants(of(a).title.length, of(b).title.length, shared(of(a).title, of(b).title))
  // "Court in Orlow jails two for bomb plot" and "Court in Vell jails three for bomb plot": two events of one kind.
  const areElsewhere = (a: number, b: number): boolean =>
    areOther(of(a).titlePlaces, of(b).titlePlaces) && areOther(of(a).titleNumbers, of(b).titleNumbers)
  const pair = (a: number, b: number, atMost: number): Pair | null => {
    if (isOtherPiece(a, b) || of(a).reacting !== of(b).reacting) return null
    // The most expensive checks come last: few pairs get there.
    const least = needed(of(a), of(b), items[a]?.sourceId === items[b]?.sourceId, atMost)
    if (least === null || least > atMost || areElsewhere(a, b)) return null
    const likeness = cosine(of(a).whole, of(b).whole)
    if (likeness < least || !placesAgree(a, b) || areOneForm(a, b)) return null
    return textsAgree(a, b) ? { a, b, likeness } : null
  }
  return {
    read,
    cosine: (a, b) => cosine(of(a).whole, of(b).whole),
    summariesAgree,
    placesAgree,
    areOneForm,
    nearMisses: (least) =>
      nearPairs(read, least).filter(
        ({ a, b }) =>
          placesAgree(a, b) &&
          !isOtherPiece(a, b) &&
          (shared(of(a).names, of(b).names) > 0 || shared(of(a).title, of(b).title) > 1),
      ),
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
