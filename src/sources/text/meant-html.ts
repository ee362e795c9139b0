/** Entities that no text shows literally: character references and punctuation. */
const escapedTwice = /&amp;(?=#\d{2,6};|#x[\da-f]{2,5};|(?:nbsp|[lr][sd]quo|[nm]dash|hellip|quot|apos);)/gi

const cdata = '<![CDATA['

/** Corrects HTML that was wrapped in CDATA or escaped once too often. */
export function meantHtml(html: string): string {
  const bare = html.includes(cdata) ? html.replaceAll(cdata, '').replaceAll(']]>', '') : html
  return bare.replace(escapedTwice, '&')
}
