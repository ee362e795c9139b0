import usualNames from './usual-names.json' with { type: 'json' }
import { oneLine } from '../../../core/text/text.ts'
import type { ImportField } from '../../../core/entities/imports/import-field.ts'

/** How lists name a column in English, German and Hebrew, normalized by `foldedName`. */
const names: Record<ImportField, string[]> = usualNames

const fields = new Map<string, ImportField>(
  Object.entries(names).flatMap(([field, list]) =>
    [field.replaceAll('_', '-'), ...list].map((name) => [name, field as ImportField] as const),
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
