import { mostKept, type Form } from '../topics/forms.ts'
import { tokens, type Token } from '../topics/tokens.ts'
import { hasOtherWording, inOneWording } from './one-wording.ts'
import { commonWords, isFollowUp, isNumber, isReaction, isTitled, normalTitle } from './titles.ts'

/** The words of an item by which it is compared with others, in the order of its text, each as often as it comes. */
export interface ItemWords {
  /** The headline as it is compared. */
  normalTitle: string
  /** Telling words of the headline and of the summary. */
  headline: readonly Form[]
  summary: readonly Form[]
  /** Words of the headline, numbers among them. */
  title: readonly Form[]
  titleNumbers: readonly Form[]
  /** What may be names; those of places are among them. */
  names: readonly Form[]
  /** True for what somebody said to an event. */
  reacting: boolean
  /** True for how something known has gone on. */
  following: boolean
}

const readLength = 600

const noNames = new Set(
  (
    'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august ' +
    'september october november december united nation state european union president minister security council'
  ).split(' '),
)

/** What a word can be, together in one number. */
const sign = { read: 1, telling: 2, ofTitle: 4, number: 8, name: 16, otherWording: 32 }

function readSigns(form: Form): number {
  const { key, capital } = form
  const isCommon = commonWords.has(key)
  return (
    sign.read |
    (key.length > 1 && !isCommon ? sign.telling : 0) |
    (isNumber(key) || (key.length > 2 && !isCommon) ? sign.ofTitle : 0) |
    (isNumber(key) ? sign.number : 0) |
    (capital && key.length > 2 && !noNames.has(key) ? sign.name : 0) |
    (hasOtherWording(form) ? sign.otherWording : 0)
  )
}

/** By the word's number, once it was read. */
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

/** In the running text, and in the headline where its every word isn't a capital's. */
function namesIn(headline: string, title: readonly Token[], text: readonly Token[]): Form[] {
  const names: Form[] = []
  for (const words of isTitled(headline) ? [text] : [title, text])
    for (const word of words) if (word.joined && (signsOf(word) & sign.name) !== 0) names.push(word.form)
  return names
}

/** Reads an item's words: dear, and the same each time. */
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
    headline: wordsThatAre(sign.telling, title, readLength),
    summary: wordsThatAre(sign.telling, text, readLength),
    title: wordsThatAre(sign.ofTitle, title),
    titleNumbers: wordsThatAre(sign.number, title),
    names: namesIn(headline, title, text),
    reacting: isReaction(title),
    following: isFollowUp(title),
  }
}
