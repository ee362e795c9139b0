import { type Kysely, type Selectable, sql } from 'kysely'
import type { Agreed, ImportRow } from '../../../core/entities/imports/import-row.ts'
import type { Said } from '../../../core/said/said.ts'
import { fromJson, orInstant, orMs, type Backend } from '../../columns.ts'
import { jsonRows } from '../../json-rows.ts'
import type { ImportRowsTable } from '../../tables/imports.ts'
import type { Tables } from '../../tables/tables.ts'
import { dayBits, daysOf } from '../subscribers/choices.ts'

export type ImportRowsStore = ReturnType<typeof importRowsStore>

type AgreedColumns = Pick<Selectable<ImportRowsTable>, 'opt_in_at' | 'opt_in_ip' | 'opt_in_how'>

/** The consent that a row keeps; null where it keeps none. */
export function agreedOf({ opt_in_at, opt_in_ip, opt_in_how }: AgreedColumns): Agreed | null {
  const isNone = opt_in_at === null && opt_in_ip === null && opt_in_how === null
  return isNone ? null : { at: orInstant(opt_in_at), ip: opt_in_ip, how: opt_in_how }
}

const rowOf = (row: Selectable<ImportRowsTable>): ImportRow => ({
  n: row.n,
  line: row.line,
  digestId: row.digest_id,
  hash: row.hash,
  email: row.email,
  name: row.name,
  nameKey: row.name_key,
  flags: row.flags ?? 0,
  tags: row.tags === null ? null : fromJson<Record<string, string>>(row.tags),
  note: row.note,
  topics: row.topics === null ? null : fromJson<string[]>(row.topics),
  days: daysOf(row.days),
  hour: row.hour,
  timeZone: row.time_zone,
  ends: row.ends_to && { to: row.ends_to, at: orInstant(row.ends_at), reason: row.reason },
  agreed: agreedOf(row),
  outcome: row.outcome,
  fault: row.fault === null ? null : { column: row.fault_column ?? 'row', reason: fromJson<Said>(row.fault) },
  why: row.ends_to === null ? row.reason : null,
  fields: row.fields === null ? null : fromJson<string[]>(row.fields),
  raw: row.raw,
})

const numbers = new Set(['flags', 'n', 'line', 'digest_id', 'days', 'ends_at', 'opt_in_at'])
const names = [
  'n',
  'line',
  'digest_id',
  'hash',
  'email',
  'name',
  'name_key',
  'flags',
  'tags',
  'note',
  'topics',
  'days',
  'hour',
  'time_zone',
  'ends_to',
  'ends_at',
  'reason',
  'opt_in_at',
  'opt_in_ip',
  'opt_in_how',
  'outcome',
  'fault_column',
  'fault',
  'fields',
  'raw',
] as const satisfies (keyof ImportRowsTable)[]
const types = Object.fromEntries(names.map((name) => [name, numbers.has(name) ? 'bigint' : 'text'] as const))

/** Without what is null: JSON has no need to name it. */
function columnsOf(row: ImportRow): Partial<ImportRowsTable> {
  const columns: Record<string, unknown> = { n: row.n, line: row.line }
  const put = (name: string, value: unknown): void => {
    if (value !== null) columns[name] = value
  }
  put('digest_id', row.digestId)
  put('hash', row.hash)
  put('email', row.email)
  put('name', row.name)
  put('name_key', row.nameKey)
  if (row.flags !== 0) put('flags', row.flags)
  put('tags', row.tags && JSON.stringify(row.tags))
  put('note', row.note)
  put('topics', row.topics && JSON.stringify(row.topics))
  put('days', dayBits(row.days))
  put('hour', row.hour)
  put('time_zone', row.timeZone)
  if (row.ends) {
    put('ends_to', row.ends.to)
    put('ends_at', orMs(row.ends.at))
    put('reason', row.ends.reason)
  }
  if (row.agreed) {
    put('opt_in_at', orMs(row.agreed.at))
    put('opt_in_ip', row.agreed.ip)
    put('opt_in_how', row.agreed.how)
  }
  put('outcome', row.outcome)
  if (row.fault) {
    put('fault_column', row.fault.column)
    put('fault', JSON.stringify(row.fault.reason))
  }
  put('fields', row.fields && JSON.stringify(row.fields))
  put('raw', row.raw)
  return columns
}

/** Rows of lists until they are merged; those that could not be stay until they are old. */
export function importRowsStore(db: Kysely<Tables>, backend: Backend) {
  return {
    async add(importId: number, rows: readonly ImportRow[]): Promise<void> {
      if (rows.length === 0) return
      const list = sql.join(names.map((name) => sql.ref(name)))
      await sql`insert into import_rows (import_id, ${list})
        select ${sql.lit(importId)}, ${list} from ${jsonRows(backend, types, rows.map(columnsOf))} r`.execute(
        db,
      )
    },

    /** Rows that could not be imported, in the order of the list, after one. */
    async leftOver(importId: number, after: number, count: number): Promise<ImportRow[]> {
      const rows = await db
        .selectFrom('import_rows')
        .selectAll()
        .where('import_id', '=', importId)
        .where('outcome', 'is not', null)
        .where('n', '>', after)
        .orderBy('n')
        .limit(count)
        .execute()
      return rows.map(rowOf)
    },

    /** Deletes up to so many of an import; gives how many there were. */
    async delete(importId: number, count: number): Promise<number> {
      const some = db
        .selectFrom('import_rows')
        .select('n')
        .where('import_id', '=', importId)
        .orderBy('n')
        .limit(count)
      const { numDeletedRows } = await db
        .deleteFrom('import_rows')
        .where('import_id', '=', importId)
        .where('n', 'in', some)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}
