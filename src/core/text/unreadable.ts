import { said, type Said } from '../said/said.ts'

/**
 * The unreadable characters in a line of text, which no name, address or reason contains: a line break, another control character, or
 * U+FFFD, which replaces a lost character. Null if there are none.
 */
export function unreadableIn(text: string): Said | null {
  // A fast path for ASCII, as most of a million rows are.
  if (/^[\x20-\x7e]*$/.test(text)) return null
  if (/[\n\r\v\f\u0085\u2028\u2029]/.test(text)) return said('holds-line-break')
  if (/\p{Cc}/u.test(text.trim())) return said('holds-control')
  if (text.includes('\ufffd') || !text.isWellFormed()) return said('holds-lost-character')
  return null
}
