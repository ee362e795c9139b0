import { splitFields, type QuoteFault } from './fields.ts'
import type { Line } from './lines.ts'

/** A row of a list: its fields as written, its line, and its text. */
export interface ListRecord {
  line: number
  /** Its lines, joined by LF; empty for a workbook. */
  raw: string
  fields: string[]
  /** If set, there are no fields. */
  fault: QuoteFault | null
}

/** A quoted field spans at most this many lines and characters; beyond them its quote counts as never closed. */
const mostLines = 20
const mostCharacters = 10_000

/** How a text list is split into records. */
export interface RecordRules {
  delimiter: string
  /** Whether a line's fields look like a row of their own. */
  isRow(fields: string[]): boolean
}

/**
 * Combines lines into records, skipping blank ones. A quoted field may contain line breaks, but a quote that is never closed spoils only
 * its own line: what follows is parsed separately if it `isRow`, if no quote closes properly within the limits, or if the file ends.
 * Linear: each line is examined by at most the 20 before it.
 */
export class RecordReader {
  readonly #rules: RecordRules
  #ahead: Line[] = []

  constructor(rules: RecordRules) {
    this.#rules = rules
  }

  /** The records that are complete with these lines. */
  push(lines: readonly Line[]): ListRecord[] {
    for (const line of lines) this.#ahead.push(line)
    return this.#take(false)
  }

  end(): ListRecord[] {
    return this.#take(true)
  }

  #take(isEnd: boolean): ListRecord[] {
    const records: ListRecord[] = []
    // It is still unknown whether an open quote in the last lines will be closed.
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

/** DOS files end with SUB. */
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
