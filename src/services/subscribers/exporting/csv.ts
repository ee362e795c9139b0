import { importFields } from '../../../core/entities/imports/import-field.ts'
import type { ExportedReader } from '../../../core/entities/readers/exported-reader.ts'
import { dayNames } from '../../../core/schedule.ts'
import { neutralised } from '../../imports/files/formula.ts'

/** A name has one column; notes are not exported. */
const unwritten: ReadonlySet<string> = new Set(['first_name', 'last_name', 'note', 'data'])

/** The columns of an export: those that an import reads, and some that it ignores. */
const columns = [...importFields.filter((field) => !unwritten.has(field)), 'pause_ends', 'since']

export const csvHeader = `${columns.join(',')}\r\n`

/** A reader as a line of CSV (RFC 4180), without formulas for spreadsheets. */
export function csvLine(reader: ExportedReader, digest: string): string {
  const { suppressed, agreed } = reader
  const fields = [
    reader.email,
    reader.name ?? '',
    reader.topics.join(';'),
    reader.days?.map((day) => dayNames[day - 1]).join(';') ?? '',
    reader.hour ?? '',
    reader.timeZone ?? '',
    digest,
    suppressed ? 'suppressed' : statusWords[reader.status],
    timeOf(suppressed?.at ?? reader.leftAt),
    suppressed?.reason ?? '',
    timeOf(agreed?.at ?? null),
    agreed?.ip ?? '',
    agreed?.how ?? '',
    reader.tags.join(';'),
    timeOf(reader.pausedUntil),
    timeOf(reader.since),
  ]
  return csvRow(fields)
}

/** Fields as a line of CSV, without formulas for spreadsheets. */
export const csvRow = (fields: readonly string[]): string => `${fields.map(written).join(',')}\r\n`

/** Somebody who never confirmed is asked again when the list is imported. */
const statusWords = {
  active: 'active',
  pending: 'pending',
  expired: 'pending',
  unsubscribed: 'unsubscribed',
} as const

const timeOf = (at: Temporal.Instant | null): string => at?.toString() ?? ''

/** Quotes preserve blanks around a field. */
const needsQuotes = /[",\r\n]|^\s|\s$/

function written(field: string): string {
  if (field === '') return ''
  const harmless = neutralised(field)
  return needsQuotes.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
