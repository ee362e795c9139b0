/** What wires put before a headline for their own programs: `UPDATE 2-`, `WRAPUP 1-`, `REFILE-`. A correction's mark stays. */
const wireMark = /^(?:(?:UPDATE|WRAPUP|RPT|REFILE)(?:[ -]\d{1,2})?-\s?){1,3}(?=\S)/

const dividers = /\s[|–—·•»>-]\s|:\s/
const folded = (name: string): string => name.toLowerCase().replace(/^the\s+|[^\p{L}\p{N}]+/gu, '')

/** A headline of fewer letters is more likely a column's name. */
const shortest = 12

/**
 * A headline as readers see it: without marks of wires before it, and without the name of its publisher or feed behind it.
 * `publishers`: names that may stand there, each as a whole or as a part of it ("World | Sample Wire").
 */
export function shownHeadline(headline: string, publishers: readonly (string | undefined)[]): string {
  const text = headline.replace(wireMark, '')
  const end = /^(.*)\s[|–—·•»-]\s(.{2,60})$/su.exec(text)
  const [, before = '', name = ''] = end ?? []
  if (before.length < shortest) return text
  const known = publishers.flatMap((each) => (each ? [each, ...each.split(dividers)] : [])).map(folded)
  return folded(name) !== '' && known.includes(folded(name)) ? before.trimEnd() : text
}
