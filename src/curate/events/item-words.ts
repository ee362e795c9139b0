import { commonWords, isFollowUp, isNumber, isReaction, isTitled, normalTitle } from './titles.ts'
import { tokens, type Token } from '../topics/tokens.ts'

/** The words of an item by which it is compared with others, in the order of its text. */
export interface ItemWords {
  /** The headline as it is compared. */
  normalTitle: string
  /** Telling words of the headline and of the summary. */
  headline: readonly string[]
  summary: readonly string[]
  /** Each word of the headline once, numbers among them. */
  title: ReadonlySet<string>
  /** What may be names; those of places are among them. */
  names: ReadonlySet<string>
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

const keyOf = ({ form }: Token): string => form.key
const isTelling = (key: string): boolean => key.length > 1 && !commonWords.has(key)

function tellingWords(text: readonly Token[]): string[] {
  const found: string[] = []
  for (const { start, form } of text) {
    if (start >= readLength) break
    if (isTelling(form.key)) found.push(form.key)
  }
  return found
}

function titleWords(title: readonly Token[]): Set<string> {
  return new Set(title.map(keyOf).filter((key) => isNumber(key) || (key.length > 2 && !commonWords.has(key))))
}

const isName = ({ form: { capital, key }, joined }: Token): boolean =>
  capital && joined && key.length > 2 && !noNames.has(key)

/** In the running text, and in the headline where its every word isn't a capital's. */
function namesIn(headline: string, title: readonly Token[], text: readonly Token[]): Set<string> {
  const names = new Set<string>()
  for (const words of isTitled(headline) ? [text] : [title, text])
    for (const word of words) if (isName(word)) names.add(word.form.key)
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
    headline: tellingWords(title),
    summary: tellingWords(text),
    title: titleWords(title),
    names: namesIn(headline, title, text),
    reacting: isReaction(title),
    following: isFollowUp(title),
  }
}
