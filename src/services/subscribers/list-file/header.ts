import { clip, oneLine } from '../../../core/text/text.ts'
import { said, type Said } from '../../../core/said/said.ts'
import { splitFields } from './fields.ts'
import type { Line } from './lines.ts'

const listColumns = ['email', 'name', 'topics', 'days', 'hour', 'time_zone', 'digest'] as const
export type ListColumn = (typeof listColumns)[number] | 'reason'

/** A file of rejects, once corrected, comes back with its column of reasons. */
const known: ReadonlySet<string> = new Set([...listColumns, 'reason'])

/** The columns of a list in their order; null is one without a name, whose fields must be empty. */
export type Columns = readonly (ListColumn | null)[]

export type HeaderReading = { ok: true; delimiter: string; columns: Columns } | { ok: false; reason: Said }

export const delimiters = [',', ';', '\t', '|'] as const

/** The delimiter that Excel's own first line names (`sep=;`); null where the line is another. */
export function delimiterLine(text: string): string | null {
  return /^"?sep=([^\w\s"]|\t)"?[,;\t|\s]*$/i.exec(text)?.[1] ?? null
}

/** Reads the line that names the columns; without a delimiter given, it is the one that finds most of them. */
export function readHeader({ number, text }: Line, given: string | null): HeaderReading {
  const tried = (given === null ? delimiters : [given]).map((delimiter) => {
    const { fields, fault } = splitFields(text, delimiter)
    const names = fields.map(columnName)
    return { delimiter, fields, names, fault, found: names.filter((name) => known.has(name)).length }
  })
  const { delimiter, fields, names, fault } = tried.reduce((best, one) =>
    one.found > best.found ? one : best,
  )
  const refuse = (reason: Said): HeaderReading => ({ ok: false, reason })
  const strange = fields.filter((_, at) => names[at] !== '' && !known.has(names[at] ?? ''))
  const twice = names.find((name, at) => name !== '' && names.indexOf(name) < at)
  if (fault) return refuse(said('header-quote', { line: number, why: fault.reason }))
  if (strange.length > 0 || !names.includes('email'))
    return refuse(
      said('header-wrong', { line: number, why: wrongIn(text, names, strange), known: listColumns }),
    )
  if (twice !== undefined) return refuse(said('header-twice', { line: number, column: twice }))
  return {
    ok: true,
    delimiter,
    columns: names.map((name) => (known.has(name) ? (name as ListColumn) : null)),
  }
}

function columnName(field: string): string {
  const name = oneLine(field).toLowerCase().replace(/[ -]/g, '_')
  return name === 'e_mail' ? 'email' : name
}

function wrongIn(text: string, names: string[], strange: string[]): Said {
  if (names.some((name) => name.includes('@'))) return said('header-has-address')
  if (/[^\P{Cc}\t]|\ufffd/u.test(text)) return said('header-unreadable')
  if (strange.length === 0) return said('header-without-email')
  const list = strange.slice(0, 5).map((name) => `“${clip(oneLine(name), 40)}”`)
  const unknown = strange.length > 5 ? said('list-and-more', { list, more: strange.length - 5 }) : list
  return said('header-unknown-columns', { names: unknown })
}
