/** A language's quotation marks and those for nested quotations; an apostrophe elsewhere is always ’. */
export interface QuoteMarks {
  outer: [open: string, close: string]
  inner: [open: string, close: string]
}

const english = '“”‘’'
// By language (CLDR, delimiters), and by country if that differs. Spaces within French ones are narrow and non-breaking.
const marks: Record<string, string> = {
  en: english,
  ar: '”“’‘',
  bg: '„“‚‘',
  ca: '«»“”',
  cs: '„“‚‘',
  da: '“”‘’',
  de: '„“‚‘',
  'de-ch': '«»‹›',
  el: '«»“”',
  es: '«»“”',
  et: '„“‚‘',
  fa: '«»‹›',
  fi: '””’’',
  'fr-ch': '«»‹›',
  he: '””’’',
  hr: '„“‚‘',
  hu: '„”»«',
  hy: '«»“”',
  it: '“”‘’',
  'it-ch': '«»‹›',
  ja: '「」『』',
  ka: '„“‚‘',
  lt: '„“‚‘',
  nb: '«»‘’',
  nn: '«»‘’',
  no: '«»‘’',
  pl: '„”«»',
  ps: '«»‹›',
  ro: '„”«»',
  ru: '«»„“',
  sk: '„“‚‘',
  sl: '„“‚‘',
  sq: '“”‘’',
  sr: '„“‚‘',
  sv: '””’’',
  uk: '«»„“',
  ur: '”“’‘',
}

/** The marks of a language by its tag (BCP 47); English ones if unknown. */
export function quoteMarksOf(tag: string): QuoteMarks {
  const [language = '', ...others] = tag.toLowerCase().split('-')
  const country = others.find((part) => /^[a-z]{2}$/.test(part))
  const found = marks[`${language}-${country}`] ?? marks[language]
  if (language === 'fr' && country !== 'ch') return { outer: ['«\u202F', '\u202F»'], inner: ['“', '”'] }
  const [open = '', close = '', innerOpen = '', innerClose = ''] = [...(found ?? english)]
  return { outer: [open, close], inner: [innerOpen, innerClose] }
}
