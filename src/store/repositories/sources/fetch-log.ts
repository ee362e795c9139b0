import type { Kysely, Selectable } from 'kysely'
import type { FetchRecord } from '../../../core/entities/sources/source.ts'
import { orReason, orReasonText } from '../../reason-column.ts'
import { orInstant, orMs, toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type FetchLog = ReturnType<typeof fetchLog>

/** The result of each fetch of each source. */
export function fetchLog(db: Kysely<Tables>) {
  return {
    async append(reading: FetchRecord): Promise<void> {
      const { sourceId, at, newestItemAt, aheadItemAt, putOff, reason, ...found } = reading
      await db
        .insertInto('readings')
        .values({
          source_id: sourceId,
          at: toMs(at),
          newest_item_at: orMs(newestItemAt),
          ahead_item_at: orMs(aheadItemAt),
          put_off: putOff,
          reason: orReasonText(reason),
          ...found,
        })
        .execute()
    },

    /** Fetches of one source since an instant, oldest first. */
    async of(sourceId: number, at: Temporal.Instant): Promise<FetchRecord[]> {
      const rows = await db
        .selectFrom('readings')
        .selectAll()
        .where('source_id', '=', sourceId)
        .where('at', '>=', toMs(at))
        .orderBy('at')
        .orderBy('id')
        .execute()
      return rows.map(fetchRecord)
    },

    /** Fetches of all sources since an instant, oldest first. */
    async since(at: Temporal.Instant): Promise<FetchRecord[]> {
      const rows = await db
        .selectFrom('readings')
        .selectAll()
        .where('at', '>=', toMs(at))
        .orderBy('at')
        .orderBy('id')
        .execute()
      return rows.map(fetchRecord)
    },
  }
}

function fetchRecord(row: Selectable<Tables['readings']>): FetchRecord {
  return {
    sourceId: row.source_id,
    at: toInstant(row.at),
    outcome: row.outcome as FetchRecord['outcome'],
    problem: row.problem,
    reason: orReason(row.reason),
    items: row.items,
    fresh: row.fresh,
    churned: row.churned,
    putOff: row.put_off,
    newestItemAt: orInstant(row.newest_item_at),
    doubles: row.doubles,
    sharing: row.sharing,
    aheadItemAt: orInstant(row.ahead_item_at),
  }
}
