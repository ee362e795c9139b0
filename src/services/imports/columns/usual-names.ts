import usualNames from './usual-names.json' with { type: 'json' }
import { oneLine } from '../../../core/text/text.ts'
import type { ImportField } from '../../../core/entities/imports/import-field.ts'

/** How lists name a column, in a dozen languages. What may as well be a country, a postal address or a company is no name of one. */
const names: Record<ImportField, string[]> = usualNames

const fields = new Map<string, ImportField>(
  Object.entries(names).flatMap(([field, list]) =>
    [field, ...list].map((name) => [foldedName(name), field as ImportField] as const),
  ),
)

/** A column's name without differences of spelling: case, marks, hyphens, underscores, quotes and blanks. */
export function foldedName(name: string): string {
  return oneLine(name)
    .toLowerCase()
    .replace(/[äöü]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[\p{M}"'״׳’:*=]/gu, (sign) => (sign === '״' || sign === '"' ? ' ' : ''))
    .replace(/[\s_./-]+/g, '-')
    .replace(/^-|-$/g, '')
}

/** The field that usually has this column name; null if unknown. */
export const usualField = (name: string): ImportField | null => fields.get(foldedName(name)) ?? null
