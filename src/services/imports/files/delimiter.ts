import { usualField } from '../columns/usual-names.ts'
import { splitFields } from './fields.ts'

export const delimiters = [',', ';', '\t', '|'] as const
/** Signs that also stand in names, times and addresses: they separate only where nothing else does, and all lines alike. */
const rare = [':', '^', '~'] as const

/** The delimiter that Excel's own first line names (`sep=;`); null where the line is another. */
export function delimiterLine(text: string): string | null {
  return /^"?sep=([^\w\s"]|\t)"?[,;\t|\s]*$/i.exec(text)?.[1] ?? null
}

/**
 * The delimiter of a list by its first lines that are not blank: the one by which the first of them has the most names
 * that columns usually have, then by which most lines have as many fields as the first, then the most fields. Where none separates anything, one
 * that is rare.
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
