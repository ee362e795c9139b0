import { mostKept, type Form } from '../topics/forms.ts'
import { tokens, type Token } from '../topics/tokens.ts'
import { hasOtherWording, inOneWording } from './one-wording.ts'
import { commonWords, isFollowUp, isNumber, isReaction, isTitled, normalTitle } from './titles.ts'

/** The words by which an item is compared with others, in text order with repetitions. */
export interface ItemWords {
  /** The headline normalised for comparison. */
  normalTitle: string
  /** Significant words of headline and summary. */
  headline: readonly Form[]
  summary: readonly Form[]
  /** Words of the headline, including numbers. */
  title: readonly Form[]
  titleNumbers: readonly Form[]
  /** Possible names, including those of places. */
  names: readonly Form[]
  /** True for a reaction to an event. */
  reacting: boolean
  /** True for the further course of a known event. */
  following: boolean
}

const readLength = 600

const noNames = new Set(
  (
    'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august ' +
    'september october november december united nation state european union president minister security council'
  ).split(' '),
)

/** Properties of a word, as bit flags. */
const sign = { read: 1, significant: 2, ofTitle: 4, number: 8, name: 16, otherWording: 32 }

function readSigns(form: Form): number {
  const { key, capital } = form
  const isCommon = commonWords.has(key)
  return (
    sign.read |
    (key.length > 1 && !isCommon ? sign.significant : 0) |
    (isNumber(key) || (key.length > 2 && !isCommon) ? sign.ofTitle : 0) |
    (isNumber(key) ? sign.number : 0) |
    (capital && key.length > 2 && !noNames.has(key) ? sign.name : 0) |
    (hasOtherWording(form) ? sign.otherWording : 0)
  )
}

/** By the word's number; 0 until it is read. */
const signs = new Uint8Array(mostKept)

function signsOf({ number, form }: Token): number {
  const known = signs[number] ?? 0
  if (known !== 0) return known
  const found = readSigns(form)
  if (number >= 0) signs[number] = found
  return found
}

function wordsThatAre(what: number, text: readonly Token[], length = Infinity): Form[] {
  const found: Form[] = []
  for (const word of text) {
    if (word.start >= length) break
    const own = signsOf(word)
    if ((own & what) !== 0) found.push((own & sign.otherWording) === 0 ? word.form : inOneWording(word.form))
  }
  return found
}

/** From the text, and from the headline unless it capitalises every word. */
function namesIn(headline: string, title: readonly Token[], text: readonly Token[]): Form[] {
  const names: Form[] = []
  for (const words of isTitled(headline) ? [text] : [title, text])
    for (const word of words) if (word.joined && (signsOf(word) & sign.name) !== 0) names.push(word.form)
  return names
}

/** Reads an item's words. Expensive, but the result never changes. */
export function itemWords({
  headline,
  summary,
  sourceName,
}: {
  headline: string
  summary: string
  sourceName: string
}): ItemWords {
  const [title, text] = [tokens(headline), tokens(summary)]
  return {
    normalTitle: normalTitle(headline, sourceName),
    headline: wordsThatAre(sign.significant, title, readLength),
    summary: wordsThatAre(sign.significant, text, readLength),
    title: wordsThatAre(sign.ofTitle, title),
    titleNumbers: wordsThatAre(sign.number, title),
    names: namesIn(headline, title, text),
    reacting: isReaction(title),
    following: isFollowUp(title),
  }
}
