import { type Kysely, type Selectable, sql } from 'kysely'
import type { Agreed, ImportRow } from '../../../core/entities/imports/import-row.ts'
import type { Said } from '../../../core/said/said.ts'
import { fromJson, orInstant, type Backend } from '../../columns.ts'
import type { ImportRowsTable } from '../../tables/imports.ts'
import type { Tables } from '../../tables/tables.ts'
import { daysOf } from '../subscribers/choices.ts'
import { insertsOf, packRow } from './packed-rows.ts'

export type ImportRowsStore = ReturnType<typeof importRowsStore>

type AgreedColumns = Pick<Selectable<ImportRowsTable>, 'opt_in_at' | 'opt_in_ip' | 'opt_in_how'>

/** The consent in a row; null if there is none. */
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

/** Rows of lists until they are merged; those that could not be merged are kept until they are old. */
export function importRowsStore(db: Kysely<Tables>, backend: Backend) {
  return {
    /** In the form for `add`. */
    pack: packRow,

    /** Adds packed rows, numbered from `n` on. On PostgreSQL the commit returns before it is synced, see `prepare` of merges. */
    async add(importId: number, n: number, packed: readonly string[]): Promise<void> {
      if (backend === 'postgres') await sql`set local synchronous_commit = off`.execute(db)
      for (const insert of insertsOf(backend, importId, n, packed)) await db.executeQuery(insert)
    },

    /** Rows that could not be imported, in the order of the list, after one. */
    async leftOver(
      importId: number,
      after: Pick<ImportRow, 'line' | 'n'>,
      count: number,
    ): Promise<ImportRow[]> {
      const rows = await db
        .selectFrom('import_rows')
        .selectAll()
        .where('import_id', '=', importId)
        .where('outcome', 'is not', null)
        .where(sql<boolean>`(line, n) > (${after.line}, ${after.n})`)
        .orderBy('line')
        .orderBy('n')
        .limit(count)
        .execute()
      return rows.map(rowOf)
    },

    /** Deletes up to `count` rows of an import; returns how many there were. */
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
