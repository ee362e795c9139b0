import { AppError } from '../../../core/errors.ts'
import { withoutMarks } from '../../../core/text/slots.ts'
import { oneLine } from '../../../core/text/text.ts'
import { said, type Said } from '../../../core/said/said.ts'

/** Limits in characters for editors' texts. */
const longestWords = {
  headline: 300,
  summary: 1_500,
  why: 400,
  'picture-text': 400,
  note: 2_000,
} as const

export type WordsOf = keyof typeof longestWords

const names: Record<WordsOf, Said> = {
  headline: said('words-of-headline'),
  summary: said('words-of-summary'),
  why: said('words-of-why'),
  'picture-text': said('words-of-picture'),
  note: said('words-of-note'),
}

/**
 * A text as an edition keeps it: plain, on one line, or for a note in paragraphs separated by blank lines. Throws `bad-input` if it is
 * empty or too long.
 */
export function editedWords(of: WordsOf, text: string): string {
  const paragraphs = (of === 'note' ? text.split(/\n\s*\n/) : [text])
    .map((paragraph) => oneLine(withoutMarks(paragraph)))
    .filter((paragraph) => paragraph !== '')
  const words = paragraphs.join('\n\n')
  if (words === '') throw new AppError('bad-input', said('words-empty', { what: names[of] }))
  const most = longestWords[of]
  if (words.length > most)
    throw new AppError('bad-input', said('words-long', { what: names[of], length: words.length, most }))
  return words
}
