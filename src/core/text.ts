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

/** Control and invisible format characters out (C0, C1, bidi overrides), white space folded, trimmed. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\u0085\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu, '')
    .trim()
}

/**
 * A text in a normal form of Unicode. No letter has more than 30 marks (UAX #15 §13); what stands beyond them goes, since
 * marks are put in order in a time that grows with the square of their number.
 */
export function normalized(text: string, form: 'NFC' | 'NFD' | 'NFKD'): string {
  return text.replace(/(\p{M}{30})\p{M}+/gu, '$1').normalize(form)
}
