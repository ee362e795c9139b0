import { splitFields, type QuoteFault } from './fields.ts'
import type { Line } from './lines.ts'

/** A row of a list: its fields as they stand, where it begins, and how it is written. */
export interface ListRecord {
  line: number
  /** Its lines, joined by LF; empty in a workbook. */
  raw: string
  fields: string[]
  /** Where there is one, there are no fields. */
  fault: QuoteFault | null
}

/** A quoted field goes over no more lines and characters than these; else its quote counts as never closed. */
const mostLines = 20
const mostCharacters = 10_000

/** How a list of text is taken apart. */
export interface RecordRules {
  delimiter: string
  /** Whether a line's fields look like a row of their own. */
  isRow(fields: string[]): boolean
}

/**
 * Takes lines together to records, skipping blank ones. A quoted field may hold line breaks, but a quote that is never
 * closed spoils its own line alone: what follows is read on its own where it `isRow`, where no quote closes well
 * within the bounds, or where the file ends. Linear: each line is looked at by no more than 20 before it.
 */
export class RecordReader {
  readonly #rules: RecordRules
  #ahead: Line[] = []

  constructor(rules: RecordRules) {
    this.#rules = rules
  }

  /** The records that are whole with these lines. */
  push(lines: readonly Line[]): ListRecord[] {
    for (const line of lines) this.#ahead.push(line)
    return this.#take(false)
  }

  end(): ListRecord[] {
    return this.#take(true)
  }

  #take(isEnd: boolean): ListRecord[] {
    const records: ListRecord[] = []
    // Of the last lines it is not known yet whether a quote that is open closes in what follows.
    const last = isEnd ? this.#ahead.length : this.#ahead.length - mostLines + 1
    let at = 0
    while (at < last) {
      const { record, lines } = recordFrom(this.#ahead, at, this.#rules)
      at += lines
      if (record.fault || !record.fields.every(isNothing)) records.push(record)
    }
    this.#ahead = this.#ahead.slice(at)
    return records
  }
}

/** DOS ends a file with SUB. */
const isNothing = (field: string): boolean => field.trim() === '' || field === '\x1a'

function recordFrom(
  ahead: readonly Line[],
  at: number,
  { delimiter, isRow }: RecordRules,
): { record: ListRecord; lines: number } {
  const first = ahead[at] ?? { number: 0, text: '' }
  const { fields, fault, isOpen } = splitFields(first.text, delimiter)
  const alone = { record: { line: first.number, raw: first.text, fields, fault }, lines: 1 }
  if (!isOpen) return alone
  let raw = first.text
  for (let lines = 1; lines < mostLines && raw.length < mostCharacters; lines += 1) {
    const next = ahead[at + lines]
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
