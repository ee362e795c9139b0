import { type Kysely, type Selectable, sql } from 'kysely'
import type {
  Import,
  ImportCounts,
  ImportSettings,
  ImportState,
} from '../../../core/entities/imports/import.ts'
import type { Lease } from '../../../core/entities/sending/lease.ts'
import type { Said } from '../../../core/said/said.ts'
import { fromJson, orInstant, orMs, toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type ImportsStore = ReturnType<typeof importsStore>

const orJson = <T>(text: string | null): T | null => (text === null ? null : fromJson<T>(text))

const importOf = (row: Selectable<Tables['imports']>): Import => ({
  id: row.id,
  digestId: row.digest_id,
  fileName: row.file_name,
  bytes: row.bytes,
  state: row.state,
  settings: fromJson<ImportSettings>(row.settings),
  columns: orJson<NonNullable<Import['columns']>>(row.columns),
  facts: orJson<NonNullable<Import['facts']>>(row.facts),
  counts: fromJson<ImportCounts>(row.counts),
  isToMerge: row.is_to_merge === 1,
  bytesRead: row.bytes_read,
  cursor: row.cursor,
  stateAt: toInstant(row.state_at),
  createdAt: toInstant(row.created_at),
  createdBy: row.created_by,
  doneAt: orInstant(row.done_at),
  fault: orJson<Said>(row.fault),
  lease:
    row.worker === null || row.lease_until === null
      ? null
      : { worker: row.worker, until: toInstant(row.lease_until) },
  fence: row.fence,
})

/** The properties of an import that may change. */
export type ImportChange = Partial<
  Pick<
    Import,
    | 'bytes'
    | 'settings'
    | 'columns'
    | 'facts'
    | 'counts'
    | 'isToMerge'
    | 'bytesRead'
    | 'cursor'
    | 'doneAt'
    | 'fault'
  >
>

function columnsOf(change: ImportChange) {
  const { settings, columns, facts, counts, isToMerge, bytesRead, doneAt, fault, ...same } = change
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
  return {
    ...same,
    ...(settings && { settings: JSON.stringify(settings) }),
    ...(columns !== undefined && { columns: json(columns) }),
    ...(facts !== undefined && { facts: json(facts) }),
    ...(counts && { counts: JSON.stringify(counts) }),
    ...(isToMerge !== undefined && { is_to_merge: Number(isToMerge) }),
    ...(bytesRead !== undefined && { bytes_read: bytesRead }),
    ...(doneAt !== undefined && { done_at: orMs(doneAt) }),
    ...(fault !== undefined && { fault: json(fault) }),
  }
}

/** Imported lists, and the progress of each. */
export function importsStore(db: Kysely<Tables>) {
  return {
    async add(
      made: Pick<Import, 'digestId' | 'fileName' | 'settings' | 'counts' | 'createdBy'>,
      at: Temporal.Instant,
    ): Promise<number> {
      const { id } = await db
        .insertInto('imports')
        .values({
          digest_id: made.digestId,
          file_name: made.fileName,
          state: 'uploading',
          settings: JSON.stringify(made.settings),
          counts: JSON.stringify(made.counts),
          created_by: made.createdBy,
          created_at: toMs(at),
          state_at: toMs(at),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },

    async delete(id: number): Promise<void> {
      await db.deleteFrom('imports').where('id', '=', id).execute()
    },

    async byId(id: number): Promise<Import | null> {
      const row = await db.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? importOf(row) : null
    },

    /** A page of them, newest first, before an id. */
    async page(before: number | null, count: number): Promise<Import[]> {
      let query = db.selectFrom('imports').selectAll()
      if (before !== null) query = query.where('id', '<', before)
      return (await query.orderBy('id', 'desc').limit(count).execute()).map(importOf)
    },

    async inStates(states: readonly ImportState[]): Promise<Import[]> {
      const rows = await db
        .selectFrom('imports')
        .selectAll()
        .where('state', 'in', states)
        .orderBy('id')
        .execute()
      return rows.map(importOf)
    },

    /** Moves to another state if it is still in `from`; otherwise false. */
    async move(
      id: number,
      from: readonly ImportState[],
      to: ImportState,
      at: Temporal.Instant,
      change: ImportChange = {},
    ): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('imports')
        .set({ ...columnsOf(change), state: to, state_at: toMs(at) })
        .where('id', '=', id)
        .where('state', 'in', from)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Changes it if it is in this state; otherwise false. */
    async change(id: number, state: ImportState, change: ImportChange): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('imports')
        .set(columnsOf(change))
        .where('id', '=', id)
        .where('state', '=', state)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** In a transaction on PostgreSQL: locks the import until the transaction ends. */
    async lock(id: number): Promise<void> {
      await sql`select id from imports where id = ${id} for update`.execute(db)
    },

    /** Claims it for a worker; false if another was first. */
    async claim({ id, fence }: Pick<Import, 'id' | 'fence'>, lease: Lease): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('imports')
        .set({ worker: lease.worker, lease_until: toMs(lease.until), fence: fence + 1 })
        .where('id', '=', id)
        .where('fence', '=', fence)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /**
     * Records the progress of a worker that still has its claim by `fence`, and the next state; false if the claim is lost, or the import
     * was cancelled: then the transaction must be rolled back.
     */
    async reach(
      { id, fence, state }: Pick<Import, 'id' | 'fence' | 'state'>,
      to: ImportState,
      until: Temporal.Instant,
      at: Temporal.Instant,
      change: ImportChange,
    ): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('imports')
        .set({
          ...columnsOf(change),
          state: to,
          lease_until: toMs(until),
          ...(to !== state && { state_at: toMs(at) }),
        })
        .where('id', '=', id)
        .where('fence', '=', fence)
        .where('state', '=', state)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    async release({ id, fence }: Pick<Import, 'id' | 'fence'>): Promise<void> {
      await db
        .updateTable('imports')
        .set({ worker: null, lease_until: null, fence: fence + 1 })
        .where('id', '=', id)
        .where('fence', '=', fence)
        .execute()
    },

    /** The columns last chosen for lists with this header; null if there were none. */
    async mapping(signature: string): Promise<NonNullable<Import['columns']> | null> {
      const row = await db
        .selectFrom('import_mappings')
        .select('columns')
        .where('signature', '=', signature)
        .executeTakeFirst()
      return row ? fromJson(row.columns) : null
    },

    async putMapping(
      signature: string,
      columns: NonNullable<Import['columns']>,
      at: Temporal.Instant,
    ): Promise<void> {
      const value = { columns: JSON.stringify(columns), used_at: toMs(at) }
      await db
        .insertInto('import_mappings')
        .values({ signature, ...value })
        .onConflict((c) => c.column('signature').doUpdateSet(value))
        .execute()
    },
  }
}
