import { isAscii } from '../../text/text.ts'

/** Scripts that are used together in one language. */
const together: readonly RegExp[] = [
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Latin}]*$/u,
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Latin}]*$/u,
  /^[\p{Script=Han}\p{Script=Bopomofo}\p{Script=Latin}]*$/u,
]

const scripts = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Hebrew',
  'Arabic',
  'Armenian',
  'Devanagari',
  'Thai',
  'Georgian',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Cherokee',
].map((name) => new RegExp(`\\p{Script=${name}}`, 'u'))

/** Cyrillic, Greek and Armenian letters that look like a Latin one. */
const lookalike = /^[асеіјорѕхуһԁԛԝӏѵгкотвнмαοιυνκρτχγօսոհցքզյ]+$/u

/**
 * Whether a label or local part may pass for another: it mixes scripts that no language mixes (UTS #39, 5.2), or consists of letters that
 * look Latin, which is harmless if the domain's ending is not Latin either.
 */
export function isConfusable(label: string, ending: string): boolean {
  const letters = label.toLowerCase().replace(/[^\p{L}]/gu, '')
  if (isAscii(letters)) return false
  if (together.some((script) => script.test(letters))) return false
  return (
    scripts.filter((script) => script.test(letters)).length > 1 ||
    (isAscii(ending) && lookalike.test(letters))
  )
}
