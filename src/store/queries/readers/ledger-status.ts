import { sql, type RawBuilder } from 'kysely'
import type { DeliveryStatus } from '../../../core/entities/states.ts'

/**
 * That a row `o` of the ledger is in a state, in the words of the index that has such rows: SQLite uses a partial index only for a
 * condition that repeats its own.
 */
export function isIn(status: DeliveryStatus): RawBuilder<unknown> {
  const is = sql`o.status = ${sql.lit(status)}`
  if (status === 'sent') return is
  return status === 'failed' || status === 'skipped'
    ? sql`${is} and o.status in ('failed', 'skipped')`
    : sql`${is} and o.status in ('queued', 'claimed', 'inflight', 'deferred', 'unknown')`
}
