/** The text of HTML, line by line, for matching by rules; not for display. */
export function textOfHtml(html: string): string {
  return withoutCode(html)
    .replace(/<(?:br|p|div|tr|li|h\d)\b[^<>]{0,2000}>/gi, '\n')
    .replace(/<[^<>]{0,2000}>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

const begins = /<(?:style|script)\b/gi
const ends = /<\/(?:style|script)\b[^<>]{0,100}>?/gi

/** Removes styles and scripts. One without an end extends to the end of the page, as in browsers, so that nothing is scanned twice. */
function withoutCode(html: string): string {
  const kept: string[] = []
  let from = 0
  for (;;) {
    begins.lastIndex = from
    const begin = begins.exec(html)
    kept.push(html.slice(from, begin?.index))
    if (!begin) return kept.join(' ')
    ends.lastIndex = begin.index
    if (!ends.exec(html)) return kept.join(' ')
    from = ends.lastIndex
  }
}
