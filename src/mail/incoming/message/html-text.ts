/** The words of a page, line by line, for rules to read; for nobody to look at. */
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

/** Without styles and scripts. One that has no end goes on to the end of the page, as in browsers, so that nothing is looked at twice. */
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
