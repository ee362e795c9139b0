/** Languages written from right to left unless their tag names another script (CLDR, script metadata and likely subtags). */
const languages = new Set('ar arc ckb dv fa glk he iw ji khw ks lrc mzn nqo ps sd syr ug ur yi'.split(' '))
const scripts = new Set('adlm arab aran hebr mand nkoo rohg samr syrc thaa'.split(' '))

export interface Direction {
  direction: 'ltr' | 'rtl'
  /** The side where a line begins. */
  start: 'left' | 'right'
  end: 'left' | 'right'
}

/** The direction of a language by its tag (BCP 47): that of the script it names, otherwise the language's own. */
export function directionOf(tag: string): Direction {
  const [language = '', ...others] = tag.toLowerCase().split('-')
  const script = others.find((part) => /^[a-z]{4}$/.test(part))
  const isRtl = script ? scripts.has(script) : languages.has(language)
  return isRtl
    ? { direction: 'rtl', start: 'right', end: 'left' }
    : { direction: 'ltr', start: 'left', end: 'right' }
}
