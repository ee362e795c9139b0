/** Longer than any real list of authors, in characters. */
const longest = 2_000

const tag =
  /<(?:(author|managingeditor|webmaster)\b|\/(?:author|managingeditor|webmaster|item|entry|channel)\s*>)/gi

/**
 * Removes absurdly long author elements: feedsmith parses names with brackets in quadratic time, and 200,000 brackets would block the
 * process for minutes.
 */
export function withoutLongPeople(text: string): string {
  let kept = ''
  let from = 0
  let open = -1
  for (const match of text.matchAll(tag)) {
    if (match[1] !== undefined) {
      if (open === -1) open = match.index
      continue
    }
    const end = match.index + (/^<\/(?:item|entry|channel)/i.test(match[0]) ? 0 : match[0].length)
    if (open !== -1 && match.index - open > longest) {
      kept += text.slice(from, open)
      from = end
    }
    open = -1
  }
  return from === 0 ? text : kept + text.slice(from)
}
