// Only from the first sign of a run, which else would be read as often as it is long.
const trailing = /(?<![\s,;:.–—-])[\s,;:.–—-]+$/u

/** Shortens plain text to at most `max` characters at a word's end, with an ellipsis. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text
  // Twice as many units hold as many characters at least.
  const chars = Array.from(text.slice(0, 2 * max + 2))
  if (chars.length <= max) return text
  const cut = chars.slice(0, max - 1).join('')
  const space = cut.lastIndexOf(' ')
  return `${(space > max / 2 ? cut.slice(0, space) : cut).replace(trailing, '')}…`
}

/**
 * Signs that nobody sees or that turn the direction of what follows: controls, format characters and what is to be ignored
 * where it cannot be shown (UAX #44). White space is folded in its own way. The joiners that hold emoji together and part
 * Persian words stay, and so do the selectors that choose between two forms of a sign, and the tags of the flags of England, Scotland and
 * Wales (UTS #51, ED-14a), which are caught and put back.
 */
const invisible =
  /(\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F})|[[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]--[\t\n\v\f\r\u0085\u200C\u200D\p{Variation_Selector}]]/gv

/** One line of text: invisible and direction-changing characters out, white space folded, trimmed. */
export function oneLine(text: string): string {
  if (text === '') return text
  return text
    .replace(invisible, '$1')
    .replace(/[\s\u0085]+/g, ' ')
    .trim()
}

/**
 * A text in a normal form of Unicode. No letter has more than 30 marks (UAX #15 §13); what stands beyond them goes, since
 * marks are put in order in a time that grows with the square of their number.
 */
export function normalized(text: string, form: 'NFC' | 'NFD' | 'NFKD'): string {
  if (isAscii(text)) return text
  return text.replace(/(\p{M}{30})\p{M}+/gu, '$1').normalize(form)
}

/** Whether a text is of ASCII alone, as most are: then it is the same in each normal form. */
export const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text)
