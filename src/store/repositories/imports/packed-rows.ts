import { CompiledQuery } from 'kysely'
import type { NewImportRow } from '../../../core/entities/imports/import-row.ts'
import { orMs, type Backend } from '../../columns.ts'
import type { ImportRowsTable } from '../../tables/imports.ts'
import { dayBits } from '../subscribers/choices.ts'

type Value = string | number | null

/** What columns hold of a row: first those that most rows have, then the others. */
const most = {
  line: (row) => row.line,
  digest_id: (row) => row.digestId,
  hash: (row) => row.hash,
  email: (row) => row.email,
  name: (row) => row.name,
  name_key: (row) => row.nameKey,
  flags: (row) => row.flags || null,
  topics: (row) => row.topics && JSON.stringify(row.topics),
  days: (row) => dayBits(row.days),
  hour: (row) => row.hour,
  time_zone: (row) => row.timeZone,
} satisfies Columns
const others = {
  ends_to: (row) => row.ends?.to ?? null,
  ends_at: (row) => orMs(row.ends?.at ?? null),
  reason: (row) => row.ends?.reason ?? null,
  opt_in_at: (row) => orMs(row.agreed?.at ?? null),
  opt_in_ip: (row) => row.agreed?.ip ?? null,
  opt_in_how: (row) => row.agreed?.how ?? null,
  tags: (row) => row.tags && JSON.stringify(row.tags),
  note: (row) => row.note,
  outcome: (row) => row.outcome,
  fault_column: (row) => row.fault?.column ?? null,
  fault: (row) => row.fault && JSON.stringify(row.fault.reason),
  fields: (row) => row.fields && JSON.stringify(row.fields),
  raw: (row) => row.raw,
} satisfies Columns
type Columns = { [name in keyof ImportRowsTable]?: (row: NewImportRow) => Value }

/** The columns of a plain row, and of one that has more. */
const shapes = [most, { ...most, ...others }].map((shape) => ({
  names: Object.keys(shape),
  valuesOf: Object.values<(row: NewImportRow) => Value>(shape),
}))

/** A row as a short text, so that many can be held. */
export function packRow(row: NewImportRow): string {
  const isPlain = [row.ends, row.agreed, row.tags, row.note, row.outcome, row.fault].every(
    (one) => one === null,
  )
  return JSON.stringify(shapes[isPlain ? 0 : 1]?.valuesOf.map((valueOf) => valueOf(row)))
}

/** Rows written by one statement; what is left over is written one by one, so that there are few statements to prepare. */
const atOnce = 250

/** The statements that write packed rows, which are numbered from `n` on. */
export function* insertsOf(
  backend: Backend,
  importId: number,
  n: number,
  packed: readonly string[],
): Generator<CompiledQuery> {
  const waiting = shapes.map(({ names }) => ({ names, values: [] as Value[] }))
  for (const [at, text] of packed.entries()) {
    const row = JSON.parse(text) as Value[]
    const one = waiting.find(({ names }) => names.length === row.length)
    if (!one) continue
    one.values.push(importId, n + at, ...row)
    if (one.values.length < atOnce * (row.length + 2)) continue
    yield insert(backend, one.names, atOnce, one.values)
    one.values = []
  }
  for (const { names, values } of waiting)
    for (let at = 0; at < values.length; at += names.length + 2)
      yield insert(backend, names, 1, values.slice(at, at + names.length + 2))
}

const known = new Map<string, string>()

function insert(backend: Backend, names: readonly string[], count: number, values: Value[]): CompiledQuery {
  const key = `${backend} ${names.length} ${count}`
  const text = known.get(key) ?? textOf(backend, names, count)
  known.set(key, text)
  return CompiledQuery.raw(text, values)
}

function textOf(backend: Backend, names: readonly string[], count: number): string {
  const width = names.length + 2
  const place = (at: number): string => (backend === 'sqlite' ? '?' : `$${at + 1}`)
  const rows = Array.from({ length: count }, (_, row) => {
    const places = Array.from({ length: width }, (__, column) => place(row * width + column))
    return `(${places.join(', ')})`
  })
  return `insert into import_rows (import_id, n, ${names.join(', ')}) values ${rows.join(', ')}`
}
