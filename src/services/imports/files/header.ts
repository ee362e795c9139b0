import { readWritten } from '../../../core/addresses/written-address.ts'
import { clip, oneLine } from '../../../core/text/text.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import { usualField } from '../columns/usual-names.ts'
import type { ListRecord } from './records.ts'

/** The first row of a table, as a header. */
export interface Header {
  ok: true
  /** Each on one line, at most 100 characters; empty if a column has no name. All are empty if the first row is already a person. */
  header: string[]
  hasNames: boolean
}

const most = 500
const longestName = 100

/** Reads the first row: column names, or a person if one of its fields looks like an address. */
export function readHeader({ line, fields, fault, raw }: ListRecord): Header | Refused {
  if (fault) return refused('header-quote', { line, why: fault.reason })
  if (fields.length > most) return refused('header-many', { line, most })
  if (/[^\P{Cc}\t\n]|\ufffd/u.test(raw === '' ? fields.join('\n') : raw))
    return refused('header-unreadable', { line })
  if (fields.some((field) => /[^\s@]@[^\s@]/.test(field)))
    return { ok: true, header: fields.map(() => ''), hasNames: false }
  return { ok: true, header: fields.map((name) => clip(oneLine(name), longestName)), hasNames: true }
}

/** At most this many rows of titles or comments may precede the column names. */
const mostAbove = 10

/**
 * Which of the first rows has the column names, from 0: titles or comments may precede the row that names the column of addresses. -1 if no
 * row does, or if a preceding row may be a person.
 */
export function namesAt(rows: readonly (readonly string[])[]): number {
  const first = rows.slice(0, mostAbove)
  const at = first.findIndex((fields) => fields.some((field) => usualField(field) === 'email'))
  const isPerson = first
    .slice(0, Math.max(0, at))
    .some((fields) => fields.some((field) => field.includes('@')))
  return isPerson ? -1 : at
}

/** The column of addresses, from 0: by its name, otherwise the one with most addresses in the first rows; -1 if there is none. */
export function addressColumn(columns: readonly string[], rows: readonly (readonly string[])[]): number {
  const named = columns.findIndex((name) => usualField(name) === 'email')
  if (named >= 0) return named
  const counts = columns.map((_, at) => rows.filter((fields) => isAddress(fields[at] ?? '')).length)
  const best = Math.max(0, ...counts)
  return best === 0 ? -1 : counts.indexOf(best)
}

const isAddress = (field: string): boolean => field.includes('@') && readWritten(field).ok
