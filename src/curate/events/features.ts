import type { Groupable } from './groupable.ts'
import { vectors, type Vector } from './similarity.ts'
import { itemWords } from './item-words.ts'
import { isNumber } from './titles.ts'
import { tokens } from '../topics/tokens.ts'
import { wordNumbers, type WordNumbers } from '../topics/word-numbers.ts'

/** Everything about an item that telling two accounts of one event needs. Words are numbers, ascending. */
export interface Features {
  /** True for what somebody said to an event. */
  reacting: boolean
  /** True for how something known has gone on. */
  following: boolean
  whole: Vector
  summary: () => Vector
  title: Int32Array
  /** Of the headline's words those that name places, and numbers. */
  titlePlaces: Int32Array
  titleNumbers: Int32Array
  names: Int32Array
  /** True where hardly anything is below the headline. */
  isBare: boolean
  at: number
}

/** Fewer telling words below a headline tell too little to compare. */
export const leastSummary = 6

/** One item's words, by the numbers as they come: its text is not kept. */
interface Read extends Pick<Features, 'reacting' | 'following' | 'at'> {
  /** Telling words, those of the headline twice. */
  whole: Int32Array
  summary: Int32Array
  title: Int32Array
  titlePlaces: Int32Array
  titleNumbers: Int32Array
  names: Int32Array
}

/** A name that more texts hold than this tells of the times, not of the event. */
const rare = (items: number): number => Math.max(6, items * 0.02)

/** Few places are named, each many times. */
function wordsOfPlaces(): (place: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (place) => {
    const words = known.get(place) ?? tokens(place).map(({ form }) => form.key)
    known.set(place, words)
    return words
  }
}

function joined(...parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function isBare(summary: Int32Array): boolean {
  const words = new Set<number>()
  return !summary.some((word) => words.add(word).size >= leastSummary)
}

function readItem(
  item: Groupable,
  numbers: WordNumbers,
  wordsOf: (place: string) => readonly string[],
): Read {
  const words = item.words ?? itemWords(item)
  const [headline, summary] = [numbers.of(words.headline), numbers.of(words.summary)]
  // One country has many events a day.
  const places = new Set(item.placeWords.flatMap(wordsOf))
  return {
    reacting: words.reacting,
    following: words.following,
    at: item.at.epochMilliseconds,
    whole: joined(headline, headline, summary),
    summary,
    title: numbers.of(words.title),
    titlePlaces: numbers.of(words.title.intersection(places)),
    titleNumbers: numbers.of([...words.title].filter(isNumber)),
    names: numbers.of(words.names.difference(places)),
  }
}

/** Takes out what more items hold than a name of one event would. */
function rareOnes(all: readonly Int32Array[], size: number): Int32Array[] {
  const holding = new Uint32Array(size)
  for (const names of all) for (const name of names) holding[name] = (holding[name] ?? 0) + 1
  const most = rare(all.length)
  return all.map((names) => names.filter((name) => (holding[name] ?? 0) <= most))
}

/** Reads items, each once. */
export function featuresOf(items: readonly Groupable[]): Features[] {
  const numbers = wordNumbers()
  const wordsOf = wordsOfPlaces()
  const read = items.map((item) => readItem(item, numbers, wordsOf))
  const inOrder = (words: (one: Read) => Int32Array) => read.map((one) => numbers.inOrder(words(one)))
  const whole = vectors(
    inOrder((one) => one.whole),
    numbers.size(),
  )
  const summary = vectors(
    inOrder((one) => one.summary),
    numbers.size(),
  )
  const names = rareOnes(
    inOrder((one) => one.names),
    numbers.size(),
  )
  return read.map(({ reacting, following, at, title, titlePlaces, titleNumbers, ...one }, index) => ({
    reacting,
    following,
    at,
    whole: whole(index),
    summary: () => summary(index),
    title: numbers.inOrder(title),
    titlePlaces: numbers.inOrder(titlePlaces),
    titleNumbers: numbers.inOrder(titleNumbers),
    isBare: isBare(one.summary),
    names: names[index] as Int32Array,
  }))
}
