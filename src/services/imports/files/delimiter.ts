import { usualField } from '../columns/usual-names.ts'
import { splitFields } from './fields.ts'

export const delimiters = [',', ';', '\t', '|'] as const
/** Characters that also occur in names, times and addresses: they count as separators only if nothing else does and all lines agree. */
const rare = [':', '^', '~'] as const

/** The delimiter that Excel's own first line names (`sep=;`); null if there is no such line. */
export function delimiterLine(text: string): string | null {
  return /^"?sep=([^\w\s"]|\t)"?[,;\t|\s]*$/i.exec(text)?.[1] ?? null
}

/**
 * Guesses the delimiter of a list from its first non-blank lines: the one that finds the most usual column names in the first line, then
 * the one by which most lines have as many fields as the first, then the one with the most fields. If none separates anything, a rare one
 * is tried.
 */
export function delimiterOf(lines: readonly string[]): string {
  const scored = delimiters.map((delimiter) => {
    const [header = [], ...rest] = lines.map((line) => splitFields(line, delimiter).fields)
    const alike = header.length > 1 ? rest.filter(({ length }) => length === header.length).length : 0
    const known = header.length > 1 ? header.filter((name) => usualField(name) !== null).length : 0
    return { delimiter, score: [known, alike, header.length] }
  })
  const best = scored.reduce((best, one) => (isMore(one.score, best.score) ? one : best))
  return (best.score[2] === 1 ? rare.find((one) => separates(one, lines)) : undefined) ?? best.delimiter
}

function separates(delimiter: string, lines: readonly string[]): boolean {
  const [header = [], ...rows] = lines.map((line) => splitFields(line, delimiter).fields)
  const isNamed = header.length > 1 && header.some((name) => usualField(name) === 'email')
  return isNamed && rows.length > 0 && rows.every(({ length }) => length === header.length)
}

function isMore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, index) => value !== other[index])
  return at >= 0 && (one[at] ?? 0) > (other[at] ?? 0)
}
