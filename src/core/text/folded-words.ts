import { normalized } from './text.ts'

/**
 * Words as search compares them: without case and diacritics (NFKD), letters and digits only. Databases split text differently; text split
 * here is found by all of them alike.
 */

/** The most characters of a word; longer ones are cut, in texts and queries alike. */
const longestWord = 64
/** Scripts without spaces between words: each letter counts as a word. */
const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const word = new RegExp(`[${unspaced}]\\p{M}*|(?:(?![${unspaced}])[\\p{L}\\p{N}]\\p{M}*)+`, 'gu')

/** A text without case and diacritics. */
export function folded(text: string): string {
  return normalized(text, 'NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** A folded word, and its position in the text. */
export interface PlacedWord {
  word: string
  start: number
  end: number
}

/** The folded words of a written one: usually one, but some characters fold into several. */
function foundParts(written: string): string[] {
  // Most words are ASCII and need no folding.
  if (/^[a-z0-9]{1,64}$/i.test(written)) return [written.toLowerCase()]
  return folded(written)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '')
    .map((part) => Array.from(part).slice(0, longestWord).join(''))
}

/** The words of a text with their positions. */
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
