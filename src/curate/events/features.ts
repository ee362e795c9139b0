import type { Groupable } from './groupable.ts'
import { vectors, type Vector } from './similarity.ts'
import { itemWords, type ItemWords } from './item-words.ts'
import type { Form } from '../topics/forms.ts'
import { tokens } from '../topics/tokens.ts'
import { distinct, listOf, numbered, type WordLists } from '../topics/vocabulary.ts'

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

/** A name that more texts hold than this tells of the times, not of the event. */
const rare = (items: number): number => Math.max(6, items * 0.02)

/** Few places are named, each many times. */
function wordsOfPlaces(): (place: string) => readonly Form[] {
  const known = new Map<string, readonly Form[]>()
  return (place) => {
    const words = known.get(place) ?? tokens(place).map(({ form }) => form)
    known.set(place, words)
    return words
  }
}

/** Whether a word names a place in a text; quickest for one text after another. */
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

/** Takes out what more items hold than a name of one event would. */
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

/** Reads items, each once. */
export function featuresOf(items: readonly Groupable[]): Features[] {
  const words = items.map((item) => item.words ?? itemWords(item))
  const { lists, size } = wordsOf(items, words)
  // One country has many events a day.
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
