import { CompiledQuery } from 'kysely'
import type { NewImportRow } from '../../../core/entities/imports/import-row.ts'
import { orMs, type Backend } from '../../columns.ts'
import type { ImportRowsTable } from '../../tables/imports.ts'
import { dayBits } from '../subscribers/choices.ts'

type Value = string | number | null

/** The columns of a row: those that most rows use, and the others. */
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

const plainNames = Object.keys(most)
const allNames = [...plainNames, ...Object.keys(others)]
const numbers = new Set(['line', 'digest_id', 'flags', 'days', 'ends_at', 'opt_in_at'])

/** A row as compact JSON, so that many fit in memory: an array of the columns that most rows use, or an object if it uses others, too. */
export function packRow(row: NewImportRow): string {
  const packed = JSON.stringify(isPlain(row) ? valuesOf(most, row) : allOf(row))
  // Characters that PostgreSQL cannot store are escaped in JSON; `raw` may contain them.
  return packed.includes(String.raw`\u`) ? JSON.stringify(JSON.parse(packed, readable)) : packed
}

const isPlain = (row: NewImportRow): boolean =>
  [row.ends, row.agreed, row.tags, row.note, row.outcome, row.fault].every((one) => one === null)

const valuesOf = (columns: Columns, row: NewImportRow): Value[] =>
  Object.values<(row: NewImportRow) => Value>(columns).map((valueOf) => valueOf(row))

function allOf(row: NewImportRow): Record<string, Value> {
  const values = [...valuesOf(most, row), ...valuesOf(others, row)]
  return Object.fromEntries(allNames.map((name, at) => [name, values[at] ?? null]))
}

const readable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value

/** A packed row with its number. */
type Numbered = [n: number, packed: string]

/** The statements that write packed rows, which are numbered from `n` on. */
export function insertsOf(
  backend: Backend,
  importId: number,
  n: number,
  packed: readonly string[],
): Iterable<CompiledQuery> {
  const numbered = packed.map((text, at): Numbered => [n + at, text])
  const { plain = [], whole = [] } = Object.groupBy(numbered, ([, text]) =>
    text.startsWith('[') ? 'plain' : 'whole',
  )
  const inserts = backend === 'sqlite' ? byValues : asJson
  return [...inserts(plainNames, importId, plain), ...inserts(allNames, importId, whole)]
}

/**
 * For PostgreSQL, which takes twice as long for a statement with thousands of parameters as for one with all rows in a single parameter.
 */
function asJson(names: readonly string[], importId: number, rows: readonly Numbered[]): CompiledQuery[] {
  if (rows.length === 0) return []
  const isPlain = names === plainNames
  const values = ['n', ...names].map((name, at) => {
    const type = name === 'n' || numbers.has(name) ? 'bigint' : 'text'
    return `cast(row ->> ${isPlain ? at : `'${name}'`} as ${type})`
  })
  const json = rows.map(([n, text]) => `${isPlain ? `[${n}` : `{"n":${n}`},${text.slice(1)}`)
  const insert = CompiledQuery.raw(
    `insert into import_rows (import_id, n, ${names.join(', ')})
      select cast($1 as bigint), ${values.join(', ')} from jsonb_array_elements(cast($2 as jsonb)) as rows (row)`,
    [importId, `[${json.join(',')}]`],
  )
  return [insert]
}

/** Rows per statement; the rest is written one by one, so that there are few statements to prepare. */
const atOnce = 250

function* byValues(
  names: readonly string[],
  importId: number,
  rows: readonly Numbered[],
): Generator<CompiledQuery> {
  const valuesIn = (text: string): Value[] => {
    const row = JSON.parse(text) as Value[] | Record<string, Value>
    return Array.isArray(row) ? row : names.map((name) => row[name] ?? null)
  }
  for (let at = 0; at < rows.length;) {
    const count = rows.length - at < atOnce ? 1 : atOnce
    const some = rows.slice(at, at + count)
    const values = some.flatMap(([n, text]) => [importId, n, ...valuesIn(text)])
    yield CompiledQuery.raw(textOf(names, count), values)
    at += count
  }
}

const known = new Map<string, string>()

/** Made once for each shape and count. */
function textOf(names: readonly string[], count: number): string {
  const places = `(${Array.from({ length: names.length + 2 }, () => '?').join(', ')})`
  return known.getOrInsertComputed(
    `${names.length} ${count}`,
    () =>
      `insert into import_rows (import_id, n, ${names.join(', ')}) values ${Array.from({ length: count }, () => places).join(', ')}`,
  )
}
