import type { Kysely, Selectable } from 'kysely'
import type { NewSource, SourceOptions, SourceRecord } from '../../../core/entities/sources/source.ts'
import type { Rule } from '../../../core/entities/newsroom.ts'
import type { Reason } from '../../../core/said/said.ts'
import type { SourceStatus } from '../../../core/entities/states.ts'
import { fromJson, orInstant, orMs, toInstant, toMs } from '../../columns.ts'
import { orReason, reasonText } from '../../reason-column.ts'
import type { SourcesTable } from '../../tables/sources.ts'
import type { Tables } from '../../tables/tables.ts'
import type { Lease } from '../../../core/entities/sending/lease.ts'

export type SourcesStore = ReturnType<typeof sourcesStore>

function record(row: Selectable<SourcesTable>): SourceRecord {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    location: row.location,
    section: row.section === 'analysis' ? 'analysis' : 'news',
    language: row.language,
    weight: row.weight,
    pictures: row.pictures === 'link' || row.pictures === 'none' ? row.pictures : 'keep',
    timeZone: row.time_zone,
    options: fromJson<SourceOptions>(row.options),
    rules: fromJson<Rule[]>(row.rules),
    status: row.status,
    etag: row.etag,
    lastModified: row.last_modified,
    checkedAt: orInstant(row.checked_at),
    succeededAt: orInstant(row.succeeded_at),
    retryAt: orInstant(row.retry_at),
    nextReadAt: orInstant(row.next_read_at),
    reader:
      row.worker === null || row.lease_until === null
        ? null
        : { worker: row.worker, until: toInstant(row.lease_until) },
    fence: row.fence,
    failures: row.failures,
    lastError: orReason(row.last_error),
    itemCount: row.item_count,
    newestItemAt: orInstant(row.newest_item_at),
  }
}

/** Sources and their health. */
export function sourcesStore(db: Kysely<Tables>) {
  return {
    async list(): Promise<SourceRecord[]> {
      return (await db.selectFrom('sources').selectAll().orderBy('name').execute()).map(record)
    },

    /** How many are permanently gone, or have failed more than once in a row. */
    async failing(): Promise<number> {
      const { count } = await db
        .selectFrom('sources')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('status', '!=', 'off')
        .where((eb) => eb.or([eb('status', '=', 'retired'), eb('failures', '>', 1)]))
        .executeTakeFirstOrThrow()
      return Number(count)
    },

    async byId(id: number): Promise<SourceRecord | null> {
      const row = await db.selectFrom('sources').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? record(row) : null
    },

    async byName(name: string): Promise<SourceRecord | null> {
      const row = await db.selectFrom('sources').selectAll().where('name', '=', name).executeTakeFirst()
      return row ? record(row) : null
    },

    /**
     * Claims a source for reading; false if it was claimed or released since this record was read, so that decisions based on the record
     * are still valid.
     */
    async claim({ id, fence }: SourceRecord, lease: Lease): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('sources')
        .set({ worker: lease.worker, lease_until: toMs(lease.until), fence: fence + 1 })
        .where('id', '=', id)
        .where('fence', '=', fence)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Releases a claim made with this record, unless another process has taken it over. */
    async release({ id, fence }: SourceRecord): Promise<void> {
      await db
        .updateTable('sources')
        .set({ worker: null, lease_until: null, fence: fence + 2 })
        .where('id', '=', id)
        .where('fence', '=', fence + 1)
        .execute()
    },

    /** Adds a source, or updates the one with its name; false if nothing changed. */
    async put(source: NewSource, at: Temporal.Instant): Promise<boolean> {
      const { timeZone, options, rules, ...traits } = source
      const row = {
        ...traits,
        time_zone: timeZone,
        options: JSON.stringify(options),
        rules: JSON.stringify(rules),
      }
      const columns = Object.keys(row) as (keyof typeof row)[]
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('sources')
        .values({ ...row, status: 'active', created_at: toMs(at) })
        .onConflict((c) =>
          c
            .column('name')
            .doUpdateSet(row)
            .where((eb) =>
              eb.or(columns.map((column) => eb(`sources.${column}`, 'is distinct from', row[column]))),
            ),
        )
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    async putRules(id: number, rules: Rule[]): Promise<void> {
      await db
        .updateTable('sources')
        .set({ rules: JSON.stringify(rules) })
        .where('id', '=', id)
        .execute()
    },

    /** Makes a transition of the state machine; false if the source is no longer in `from`. */
    async move(id: number, from: SourceStatus, to: SourceStatus): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('sources')
        .set({ status: to })
        .where('id', '=', id)
        .where('status', '=', from)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    async recordSuccess(
      id: number,
      found: {
        at: Temporal.Instant
        etag: string | null
        lastModified: string | null
        /** Null after "not modified": earlier results are still valid. */
        items: { count: number; newest: Temporal.Instant | null } | null
        location: string | null
        nextReadAt: Temporal.Instant | null
      },
    ): Promise<void> {
      await db
        .updateTable('sources')
        .set({
          checked_at: toMs(found.at),
          succeeded_at: toMs(found.at),
          failures: 0,
          last_error: null,
          retry_at: null,
          next_read_at: orMs(found.nextReadAt),
          etag: found.etag,
          last_modified: found.lastModified,
          ...(found.items && {
            item_count: found.items.count,
            newest_item_at: orMs(found.items.newest),
            listed_at: toMs(found.at),
          }),
          ...(found.location !== null && { location: found.location }),
        })
        .where('id', '=', id)
        .execute()
    },

    async recordFailure(
      id: number,
      failure: {
        at: Temporal.Instant
        reason: Reason
        retryAt: Temporal.Instant | null
        nextReadAt: Temporal.Instant
      },
    ): Promise<void> {
      await db
        .updateTable('sources')
        .set((eb) => ({
          checked_at: toMs(failure.at),
          failures: eb('failures', '+', 1),
          last_error: reasonText(failure.reason),
          retry_at: orMs(failure.retryAt),
          next_read_at: toMs(failure.nextReadAt),
        }))
        .where('id', '=', id)
        .execute()
    },
  }
}
