import { readWritten } from '../../../core/addresses/written-address.ts'
import { clip, oneLine } from '../../../core/text/text.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import { usualField } from '../columns/usual-names.ts'
import type { ListRecord } from './records.ts'

/** What the first row of a table says. */
export interface Header {
  ok: true
  /** In one line, at most 100 characters; empty where a column has no name, as all have where the first row is a person's. */
  header: string[]
  hasNames: boolean
}

const most = 500
const longestName = 100

/** Reads the first row: it names the columns, or is a row itself, where one of its fields looks like an address. */
export function readHeader({ line, fields, fault, raw }: ListRecord): Header | Refused {
  if (fault) return refused('header-quote', { line, why: fault.reason })
  if (fields.length > most) return refused('header-many', { line, most })
  if (/[^\P{Cc}\t\n]|\ufffd/u.test(raw === '' ? fields.join('\n') : raw))
    return refused('header-unreadable', { line })
  if (fields.some((field) => /[^\s@]@[^\s@]/.test(field)))
    return { ok: true, header: fields.map(() => ''), hasNames: false }
  return { ok: true, header: fields.map((name) => clip(oneLine(name), longestName)), hasNames: true }
}

/** A title or comments above the names take no more rows. */
const mostAbove = 10

/**
 * Which of the first rows names the columns, from 0: a title or comments may be above the one that names that of the addresses. -1 where none
 * names it, or where what is above may be a person.
 */
export function namesAt(rows: readonly (readonly string[])[]): number {
  const first = rows.slice(0, mostAbove)
  const at = first.findIndex((fields) => fields.some((field) => usualField(field) === 'email'))
  const isPerson = first
    .slice(0, Math.max(0, at))
    .some((fields) => fields.some((field) => field.includes('@')))
  return isPerson ? -1 : at
}

/**
 * The column that addresses are in, from 0: by its name, else the one that has most of them in the first rows; -1 where
 * none has.
 */
export function addressColumn(columns: readonly string[], rows: readonly (readonly string[])[]): number {
  const named = columns.findIndex((name) => usualField(name) === 'email')
  if (named >= 0) return named
  const counts = columns.map((_, at) => rows.filter((fields) => isAddress(fields[at] ?? '')).length)
  const best = Math.max(0, ...counts)
  return best === 0 ? -1 : counts.indexOf(best)
}

const isAddress = (field: string): boolean => field.includes('@') && readWritten(field).ok
