/** Marks that wire services put before a headline: `UPDATE 2-`, `WRAPUP 1-`, `REFILE-`. The mark of a correction is kept. */
const wireMark = /^(?:(?:UPDATE|WRAPUP|RPT|REFILE)(?:[ -]\d{1,2})?-\s?){1,3}(?=\S)/

const dividers = /\s[|–—·•»>-]\s|:\s/
const folded = (name: string): string => name.toLowerCase().replace(/^the\s+|[^\p{L}\p{N}]+/gu, '')

/** A shorter headline is probably the name of a column. In UTF-16 units. */
const shortest = 12

/**
 * A headline as it is shown: without the marks of wire services before it, and without the name of its publisher or feed after it.
 * `publishers`: names that may stand there, whole or in part ("World | Sample Wire").
 */
export function shownHeadline(headline: string, publishers: readonly (string | undefined)[]): string {
  const text = headline.replace(wireMark, '')
  const end = /^(.*)\s[|–—·•»-]\s(.{2,60})$/su.exec(text)
  const [, before = '', name = ''] = end ?? []
  if (before.length < shortest) return text
  const known = publishers.flatMap((each) => (each ? [each, ...each.split(dividers)] : [])).map(folded)
  return folded(name) !== '' && known.includes(folded(name)) ? before.trimEnd() : text
}
