import { placedWords } from './folded-words.ts'
import type { Phrase, TextQuery } from './text-query.ts'

/** A part of a text, and whether it matched the query. */
export interface MarkedPart {
  text: string
  isFound: boolean
}

/** True if a phrase is at a position; its last word may be longer if `isPrefix`. */
const matchesAt = (words: readonly { word: string }[], at: number, phrase: Phrase): boolean =>
  phrase.words.every((wanted, index) => {
    const word = words[at + index]?.word
    const isLast = index === phrase.words.length - 1
    return phrase.isPrefix && isLast ? word?.startsWith(wanted) === true : word === wanted
  })

/** The ranges of a text that match a query. */
export function foundIn(text: string, query: TextQuery): { start: number; end: number }[] {
  const words = placedWords(text)
  const phrases = [
    ...query.all,
    ...query.identifiers.map((one) => ({ words: placedWords(one).map(({ word }) => word), isPrefix: false })),
  ]
  const found: { start: number; end: number }[] = []
  for (let at = 0; at < words.length;) {
    const most = Math.max(
      0,
      ...phrases.filter((one) => matchesAt(words, at, one)).map((one) => one.words.length),
    )
    const end = words[at + most - 1]?.end
    if (most > 0 && end !== undefined) found.push({ start: words[at]?.start ?? 0, end })
    at += Math.max(1, most)
  }
  return found
}

/** A text split into matching and other parts. */
export function marked(text: string, query: TextQuery | null): MarkedPart[] {
  const parts: MarkedPart[] = []
  let last = 0
  for (const { start, end } of query ? foundIn(text, query) : []) {
    if (start > last) parts.push({ text: text.slice(last, start), isFound: false })
    parts.push({ text: text.slice(start, end), isFound: true })
    last = end
  }
  if (last < text.length) parts.push({ text: text.slice(last), isFound: false })
  return parts
}
