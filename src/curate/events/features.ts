import type { Groupable } from './groupable.ts'
import { vectors, type Vector } from './similarity.ts'
import { itemWords, type ItemWords } from './item-words.ts'
import type { Form } from '../topics/forms.ts'
import { tokens } from '../topics/tokens.ts'
import { distinct, listOf, numbered, type WordLists } from '../topics/vocabulary.ts'

/** All that is needed of an item to decide whether two accounts report one event. Words are numbers, ascending. */
export interface Features {
  /** True for a reaction to an event. */
  reacting: boolean
  /** True for the further course of a known event. */
  following: boolean
  whole: Vector
  summary: () => Vector
  title: Int32Array
  /** The headline's words that name places, and its numbers. */
  titlePlaces: Int32Array
  titleNumbers: Int32Array
  names: Int32Array
  /** True if there is hardly any text below the headline. */
  isBare: boolean
  at: number
}

/** With fewer significant words below the headline, texts cannot be compared. */
export const leastSummary = 6

/** The most texts that a name may occur in to identify an event. */
const rare = (items: number): number => Math.max(6, items * 0.02)

/** Cached: few places are named, each many times. */
function wordsOfPlaces(): (place: string) => readonly Form[] {
  const known = new Map<string, readonly Form[]>()
  return (place) => {
    const words = known.get(place) ?? tokens(place).map(({ form }) => form)
    known.set(place, words)
    return words
  }
}

/** Whether a word names a place in a text; fastest if texts are asked about in order. */
function namesPlace(
  { words, starts, ends }: WordLists,
  size: number,
): (text: number, word: number) => boolean {
  const last = new Int32Array(size).fill(-1)
  let marked = -1
  return (text, word) => {
    if (marked !== text)
      for (let at = starts[text] as number; at < (ends[text] as number); at++)
        last[words[at] as number] = text
    marked = text
    return last[word] === text
  }
}

/** Removes names that occur in more items than the name of one event would. */
function rareOnes(names: WordLists, size: number): WordLists {
  const holding = new Uint32Array(size)
  for (let text = 0; text < names.ends.length; text++)
    for (let at = names.starts[text] as number; at < (names.ends[text] as number); at++) {
      const name = names.words[at] as number
      holding[name] = (holding[name] as number) + 1
    }
  const most = rare(names.ends.length)
  return distinct(names, (_, name) => (holding[name] as number) <= most)
}

function wordsOf(items: readonly Groupable[], words: readonly ItemWords[]) {
  const ofPlace = wordsOfPlaces()
  return numbered({
    headline: words.map(({ headline }) => headline),
    summary: words.map(({ summary }) => summary),
    title: words.map(({ title }) => title),
    titleNumbers: words.map(({ titleNumbers }) => titleNumbers),
    names: words.map(({ names }) => names),
    places: items.map(({ placeWords }) => placeWords.flatMap(ofPlace)),
  })
}

/** The features of items. */
export function featuresOf(items: readonly Groupable[]): Features[] {
  const words = items.map((item) => item.words ?? itemWords(item))
  const { lists, size } = wordsOf(items, words)
  // The names of places don't identify an event: a country has many a day.
  const isPlace = namesPlace(lists.places, size)
  const [title, titleNumbers] = [distinct(lists.title), distinct(lists.titleNumbers)]
  const titlePlaces = distinct(title, isPlace)
  const ownNames = distinct(lists.names, (text, word) => !isPlace(text, word))
  const names = rareOnes(ownNames, size)
  const summaryWords = distinct(lists.summary)
  const whole = vectors(lists.summary, lists.headline, size)
  const summary = vectors(lists.summary, null, size)
  return items.map(({ at }, text) => ({
    reacting: (words[text] as ItemWords).reacting,
    following: (words[text] as ItemWords).following,
    at: at.epochMilliseconds,
    whole: whole(text),
    summary: () => summary(text),
    title: listOf(title, text),
    titlePlaces: listOf(titlePlaces, text),
    titleNumbers: listOf(titleNumbers, text),
    names: listOf(names, text),
    isBare: listOf(summaryWords, text).length < leastSummary,
  }))
}
