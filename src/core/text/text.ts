// Matches only from the first character of a run, to stay linear.
const trailing = /(?<![\s,;:.–—-])[\s,;:.–—-]+$/u

/** Shortens plain text to at most `max` characters at a word boundary, with an ellipsis. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text
  // Twice as many code units contain at least as many characters.
  const chars = Array.from(text.slice(0, 2 * max + 2))
  if (chars.length <= max) return text
  const cut = chars.slice(0, max - 1).join('')
  const space = cut.lastIndexOf(' ')
  return `${(space > max / 2 ? cut.slice(0, space) : cut).replace(trailing, '')}…`
}

/**
 * Characters that are invisible or change the direction of text: controls, format characters and default-ignorable code points (UAX #44).
 * White space is collapsed elsewhere. Joiners of emoji and Persian words and variation selectors are kept, and so are the flags of England,
 * Scotland and Wales (UTS #51, ED-14a), which are matched and put back.
 */
const invisible =
  /(\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F})|[[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]--[\t\n\v\f\r\u0085\u200C\u200D\p{Variation_Selector}]]/gv

/** One line of text, trimmed: invisible and direction-changing characters removed, white space collapsed. */
export function oneLine(text: string): string {
  if (text === '') return text
  return text
    .replace(invisible, '$1')
    .replace(/[\s\u0085]+/g, ' ')
    .trim()
}

/**
 * A text in a Unicode normal form. No letter has more than 30 marks (UAX #15 §13); further ones are dropped, because sorting marks takes
 * quadratic time.
 */
export function normalized(text: string, form: 'NFC' | 'NFD' | 'NFKD'): string {
  if (isAscii(text)) return text
  return text.replace(/(\p{M}{30})\p{M}+/gu, '$1').normalize(form)
}

/** Whether a text is ASCII, as most are: then all normal forms are equal. */
export const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text)
