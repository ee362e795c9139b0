import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { delimiterOf, type Rejected } from './import-subscribers.ts'

/** The rejected rows as a list file of their own: columns as they were, and a last one that says what is wrong. */
export function rejectsFile(text: string, rejected: Rejected[]): string {
  const delimiter = delimiterOf(text)
  const read = (row: string) => parse(row, { delimiter, relax_column_count: true, bom: true })[0] ?? []
  const [header = []] = parse(text, { delimiter, relax_column_count: true, bom: true, to: 1 })
  const reasonAt = header.findIndex((name) => name.trim().toLowerCase() === 'reason')
  const width = reasonAt === -1 ? header.length : reasonAt
  const rows = rejected.map(({ raw, column, reason }) => {
    const fields = read(raw)
    return [...Array.from({ length: width }, (_, i) => fields[i] ?? ''), `${column}: ${reason}`]
  })
  return stringify([[...header.slice(0, width), 'reason'], ...rows], { delimiter })
}
