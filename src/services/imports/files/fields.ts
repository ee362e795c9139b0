import { said, type Said } from '../../../core/said/said.ts'

/** What is wrong with the quotes of a record, and in which field. */
export interface QuoteFault {
  field: number
  reason: Said
}

/** A record split into fields. `isOpen`: its last field begins with a quote that is never closed. */
interface Split {
  /** Empty if there is a fault. */
  fields: string[]
  fault: QuoteFault | null
  isOpen: boolean
}

/**
 * Splits a CSV record (RFC 4180, 2) into fields. Blanks around a quoted field are skipped. Quotes inside an unquoted field are kept as text
 * if they are paired (`Ann "Annie" Lee`), and so are those around a name before an address (`"Lee, Ann" <ann@example.org>`, RFC 5322, 3.4);
 * any other stray quote is a fault.
 */
export function splitFields(record: string, delimiter: string): Split {
  if (!record.includes('"')) return { fields: record.split(delimiter), fault: null, isOpen: false }
  const fields: string[] = []
  let at = 0
  for (;;) {
    const opens = skipBlanks(record, at, delimiter)
    const read = record[opens] === '"' ? quoted(record, opens, delimiter) : bare(record, at, delimiter)
    if ('code' in read)
      return { fields: [], fault: { field: fields.length, reason: read }, isOpen: read === neverClosed }
    fields.push(read.value)
    if (read.end >= record.length) return { fields, fault: null, isOpen: false }
    at = read.end + 1
  }
}

const neverClosed = said('quote-never-closed')

/** A field, and the offset at which it ends: its delimiter or the end of the record. */
interface Field {
  value: string
  end: number
}

function skipBlanks(record: string, from: number, delimiter: string): number {
  let at = from
  while (record[at] !== delimiter && (record[at] === ' ' || record[at] === '\t')) at += 1
  return at
}

function bare(record: string, from: number, delimiter: string): Field | Said {
  const next = record.indexOf(delimiter, from)
  const end = next === -1 ? record.length : next
  const value = record.slice(from, end)
  const isPaired = (value.split('"').length - 1) % 2 === 0
  return isPaired ? { value, end } : said('quote-alone')
}

function quoted(record: string, opens: number, delimiter: string): Field | Said {
  let at = opens + 1
  for (;;) {
    const quote = record.indexOf('"', at)
    if (quote === -1) return neverClosed
    if (record[quote + 1] === '"') at = quote + 2
    else {
      const end = skipBlanks(record, quote + 1, delimiter)
      if (end < record.length && record[end] !== delimiter)
        return withAddress(record, opens, end, delimiter) ?? said('quote-goes-on')
      return { value: record.slice(opens + 1, quote).replaceAll('""', '"'), end }
    }
  }
}

/** A quoted name and the address after it, as written; null if no address follows. */
function withAddress(record: string, opens: number, from: number, delimiter: string): Field | null {
  const behind = /^<[^<>"\s]{1,320}>[ \t]*/.exec(record.slice(from, from + 400))
  const end = behind ? from + behind[0].length : from
  const isWhole = behind && (end >= record.length || record[end] === delimiter)
  return isWhole ? { value: record.slice(opens, end), end } : null
}
