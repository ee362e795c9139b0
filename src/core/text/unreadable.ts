/**
 * What a line of text holds that a person cannot read and no name, address or reason has: a line break, another control
 * character, or U+FFFD, which stands for a character that was lost. Null where it holds nothing of that kind.
 */
export function unreadableIn(text: string): string | null {
  if (/[\n\r\v\f\u0085\u2028\u2029]/.test(text)) return 'holds a line break'
  if (/\p{Cc}/u.test(text.trim())) return 'holds a control character, which cannot be seen'
  if (text.includes('\ufffd') || !text.isWellFormed())
    return 'holds a character that was lost or cannot be read (�)'
  return null
}
