import { splitFields, type QuoteFault } from './fields.ts'
import type { Line } from './lines.ts'

/** A row of a list: its fields as they stand, where it begins, and how it is written. */
export interface ListRecord {
  line: number
  /** Its lines, joined by LF. */
  raw: string
  fields: string[]
  /** Where there is one, there are no fields. */
  fault: QuoteFault | null
}

/** A quoted field goes over no more lines and characters than these; else its quote counts as never closed. */
const mostLines = 20
const mostCharacters = 10_000

/**
 * Takes lines together to records, skipping blank ones. A quoted field may hold line breaks, but a quote that is never
 * closed spoils its own line alone: what follows is read on its own where it `isRow`, where no quote closes well
 * within the bounds, or where the file ends. Linear: each line is looked at by no more than 20 before it.
 */
export function* recordsOf(
  lines: Iterable<Line>,
  delimiter: string,
  isRow: (fields: string[]) => boolean,
): Generator<ListRecord> {
  const source = lines[Symbol.iterator]()
  const ahead: Line[] = []
  const lineAt = (index: number): Line | null => {
    while (ahead.length <= index) {
      const next = source.next()
      if (next.done) return null
      ahead.push(next.value)
    }
    return ahead[index] ?? null
  }
  for (;;) {
    const first = lineAt(0)
    if (!first) return
    const found = recordFrom(lineAt, first, delimiter, isRow)
    ahead.splice(0, found.lines)
    if (found.record.fault || found.record.fields.some((field) => field.trim() !== '')) yield found.record
  }
}

function recordFrom(
  lineAt: (index: number) => Line | null,
  first: Line,
  delimiter: string,
  isRow: (fields: string[]) => boolean,
): { record: ListRecord; lines: number } {
  const { fields, fault, isOpen } = splitFields(first.text, delimiter)
  const alone = { record: { line: first.number, raw: first.text, fields, fault }, lines: 1 }
  if (!isOpen) return alone
  let raw = first.text
  for (let lines = 1; lines < mostLines && raw.length < mostCharacters; lines += 1) {
    const next = lineAt(lines)
    if (!next) return alone
    const own = splitFields(next.text, delimiter)
    if (!own.fault && isRow(own.fields)) return alone
    raw += `\n${next.text}`
    // Only a line with a quote can close the field.
    const whole = next.text.includes('"') ? splitFields(raw, delimiter) : null
    if (whole && !whole.isOpen)
      return whole.fault
        ? alone
        : { record: { line: first.number, raw, fields: whole.fields, fault: null }, lines: lines + 1 }
  }
  return alone
}
