/** Signs that nobody writes out: numbers of characters, and names of punctuation. */
const escapedTwice = /&amp;(?=#\d{2,6};|#x[\da-f]{2,5};|(?:nbsp|[lr][sd]quo|[nm]dash|hellip|quot|apos);)/gi

const cdata = '<![CDATA['

/** HTML as its writer meant it: without CDATA that came through as text, and signs that were escaped twice as those signs. */
export function meantHtml(html: string): string {
  const bare = html.includes(cdata) ? html.replaceAll(cdata, '').replaceAll(']]>', '') : html
  return bare.replace(escapedTwice, '&')
}
