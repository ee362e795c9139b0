import { normalized } from './text.ts'

/**
 * Words as search compares them: without case and marks (NFKD), letters and digits alone. Databases split text each in its own way; what is
 * split here is found by all of them alike.
 */

/** Characters of a word; what is longer is cut, in text and query alike. */
const longestWord = 64
/** Scripts that are written without blanks between words: each of their letters is a word. */
const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const word = new RegExp(`[${unspaced}]\\p{M}*|(?:(?![${unspaced}])[\\p{L}\\p{N}]\\p{M}*)+`, 'gu')

/** A text without case and marks. */
export function folded(text: string): string {
  return normalized(text, 'NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** A word of a text as it is found, and where it stands there. */
export interface PlacedWord {
  word: string
  start: number
  end: number
}

/** A written word as it is found: mostly one, but some signs fold into several. */
function foundParts(written: string): string[] {
  // Most words are plain, and need none of the work.
  if (/^[a-z0-9]{1,64}$/i.test(written)) return [written.toLowerCase()]
  return folded(written)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '')
    .map((part) => Array.from(part).slice(0, longestWord).join(''))
}

/** The words of a text with their places. */
export function placedWords(text: string): PlacedWord[] {
  const found: PlacedWord[] = []
  for (const match of text.matchAll(word))
    for (const part of foundParts(match[0]))
      found.push({ word: part, start: match.index, end: match.index + match[0].length })
  return found
}

/** The words of a text. */
export function foldedWords(text: string): string[] {
  return placedWords(text).map(({ word }) => word)
}

const identifier = /(?<![\p{L}\p{N}])[\p{L}\p{N}]{1,20}(?:[-/.][\p{L}\p{N}]{1,20}){2,5}(?![\p{L}\p{N}])/gu

/** Identifiers such as CVE-2026-1234 or S/RES/1540: letters and digits in at least three parts, as one word each. */
export function identifiersIn(text: string): string[] {
  const found = [...text.matchAll(identifier)].map(([written]) => folded(written))
  return [...new Set(found.filter((one) => /\p{L}/u.test(one) && /\p{N}/u.test(one)))]
}
