import { stringify } from 'csv-stringify/sync'
import { english } from '../../../core/said/sentence.ts'
import type { Said } from '../../../core/said/said.ts'
import { delimiters } from './header.ts'
import { neutralised } from './formula.ts'
import type { ListFile, ListRow } from './read-list.ts'

export interface Rejected {
  row: ListRow
  column: string
  reason: Said
}

/**
 * The rejected rows as a list of their own: the columns as they were, those without a name that a row has beyond them,
 * and a last one that says what is wrong. A row that cannot be taken apart stands whole under email.
 */
export function rejectsFile(
  { delimiter, columns }: Pick<ListFile, 'delimiter' | 'columns'>,
  rejected: Rejected[],
): string {
  const kept = [...columns.keys()].filter((at) => columns[at] !== 'reason')
  const widest = rejected.reduce((most, { row }) => Math.max(most, row.fields.length), columns.length)
  for (let at = columns.length; at < widest; at += 1) kept.push(at)
  const rows = rejected.map(({ row, column, reason }) => {
    const isWhole = row.fault !== null && row.fields.length === 0
    return [
      ...kept.map((at) => (columns[at] === 'email' && isWhole ? row.raw : (row.fields[at] ?? ''))),
      `${column}: ${english(reason)}`,
    ]
  })
  const header = [...kept.map((at) => columns[at] ?? ''), 'reason']
  return stringify(
    [header, ...rows].map((row) => row.map(neutralised)),
    {
      // Another sign, such as one that only `sep=` named, would not be found again.
      delimiter: delimiters.find((one) => one === delimiter) ?? ',',
      quoted_match: /[\r\n]/,
    },
  )
}
