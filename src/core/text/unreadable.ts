import { said, type Said } from '../said/said.ts'

/**
 * What a line of text holds that a person cannot read and no name, address or reason has: a line break, another control
 * character, or U+FFFD, which stands for a character that was lost. Null where it holds nothing of that kind.
 */
export function unreadableIn(text: string): Said | null {
  // Most texts are plain: a million rows are looked at so.
  if (/^[\x20-\x7e]*$/.test(text)) return null
  if (/[\n\r\v\f\u0085\u2028\u2029]/.test(text)) return said('holds-line-break')
  if (/\p{Cc}/u.test(text.trim())) return said('holds-control')
  if (text.includes('\ufffd') || !text.isWellFormed()) return said('holds-lost-character')
  return null
}
