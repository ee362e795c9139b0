/** The words of a page, line by line, for rules to read; for nobody to look at. */
export function textOfHtml(html: string): string {
  return html
    .replace(/<(?:style|script)\b[^>]{0,500}>[\s\S]{0,50000}?<\/(?:style|script)>/gi, ' ')
    .replace(/<(?:br|p|div|tr|li|h\d)\b[^<>]{0,2000}>/gi, '\n')
    .replace(/<[^<>]{0,2000}>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}
