import { quoteMarksOf, type QuoteMarks } from './quote-marks.ts'

/**
 * Replaces straight quotes and apostrophes with those of the language. Unchanged are feet and inches, code (`a="b"`, text between
 * backticks, addresses), and what is already typographic. One pass over the text, in linear time.
 */

const word = /[\p{L}\p{N}]/u
const digit = /\p{N}/u
const opensBefore = /[\s([{<“‘„‚«‹「『"'/—–-]/u
const codeSigns = /[=\\<>{}`]/
const hebrew = /\p{Script=Hebrew}/u
// 'tis, rock 'n' roll, the '90s.
const cutWords = /^'(?:n|tis|twas|twere|em|til|till|cause|bout|round)(?![\p{L}\p{N}])/iu
const years = /^'\d\d(?:s|er)?(?![\p{L}\p{N}])/u

/** The context of a straight mark. */
interface Place {
  before: string
  after: string
  /** The last characters before the mark. */
  past: string
  /** The text from the mark on, long enough to recognise a word. */
  rest: string
}

interface Open {
  double: boolean
  single: boolean
}

const isOpening = ({ before, after }: Place): boolean =>
  (before === '' || opensBefore.test(before)) && after !== '' && !/[\s.,;:!?)\]]/u.test(after)

function doubleMark(place: Place, open: Open, { outer }: QuoteMarks): string {
  if (hebrew.test(place.before) && hebrew.test(place.after)) return '״'
  if (/\d' ?\d{1,2}$/.test(place.past)) return '"'
  if (open.double && !(isOpening(place) && place.before !== '')) {
    open.double = false
    return outer[1]
  }
  if (isOpening(place)) {
    open.double = true
    return outer[0]
  }
  // Inches, or an unmatched mark.
  return '"'
}

function singleMark(place: Place, open: Open, closes: boolean, { inner }: QuoteMarks): string {
  const { before, after, rest } = place
  if (hebrew.test(before) && !open.single) return '׳'
  if (word.test(before) && word.test(after) && !(digit.test(before) && digit.test(after))) return '’'
  if (cutWords.test(rest) || (years.test(rest) && !digit.test(before))) return '’'
  if (/^n$/i.test(before) && /^\s?$/.test(after) && !open.single) return '’'
  if (isOpening(place)) {
    if (!closes) return '’'
    open.single = true
    return inner[0]
  }
  if (open.single && !(closes && /s/i.test(before))) {
    open.single = false
    return inner[1]
  }
  // Feet, minutes of arc.
  if (digit.test(before)) return "'"
  return before === '' || /\s/u.test(before) ? "'" : '’'
}

/** The position of the last single mark that may close a quotation; -1 if none. */
function lastClosing(text: string): number {
  let last = -1
  for (let at = text.indexOf("'"); at !== -1; at = text.indexOf("'", at + 1)) {
    const before = text[at - 1] ?? ''
    const after = text[at + 1] ?? ''
    if (before !== '' && !/\s/u.test(before) && !word.test(after)) last = at
  }
  return last
}

/**
 * Whether a position is within code: between backticks, or in a word with characters of code or an address. Positions must be asked for in
 * order.
 */
function codeIn(text: string): (at: number) => boolean {
  const stretches = [...text.matchAll(/`[^`]*`|\S+/g)].flatMap(({ 0: part, index }): [number, number][] => {
    const isCode = /^`[^]*`$/.test(part) || /["'][=\\<>{}`]|[=\\<>{}`]["']|^https?:/.test(part)
    return isCode ? [[index, index + part.length]] : []
  })
  let next = 0
  return (at) => {
    while (stretches[next] && (stretches[next]?.[1] ?? 0) <= at) next++
    return at >= (stretches[next]?.[0] ?? Infinity)
  }
}

/** A text with the quotation marks and apostrophes of its language (BCP 47). */
export function typographic(text: string, language: string): string {
  if (!/["']/.test(text)) return text
  const marks = quoteMarksOf(language)
  const isCode = codeIn(text)
  const open: Open = { double: false, single: false }
  const lastClose = lastClosing(text)
  let made = ''
  let from = 0
  for (const { 0: sign, index: at } of text.matchAll(/["']/g)) {
    const place = {
      before: text[at - 1] ?? '',
      after: text[at + 1] ?? '',
      past: text.slice(Math.max(0, at - 5), at),
      rest: text.slice(at, at + 10),
    }
    if (isCode(at) || codeSigns.test(place.before)) continue
    const mark =
      sign === '"' ? doubleMark(place, open, marks) : singleMark(place, open, lastClose > at, marks)
    made += text.slice(from, at) + mark
    from = at + 1
  }
  return made + text.slice(from)
}
