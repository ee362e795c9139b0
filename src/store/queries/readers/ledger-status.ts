import { sql, type RawBuilder } from 'kysely'
import type { DeliveryStatus } from '../../../core/entities/states.ts'

/**
 * Whether a row `o` of the ledger has a status, phrased like the index of such rows: SQLite uses a partial index only if the condition
 * repeats the index's own.
 */
export function isIn(status: DeliveryStatus): RawBuilder<unknown> {
  const is = sql`o.status = ${sql.lit(status)}`
  if (status === 'sent') return is
  return status === 'failed' || status === 'skipped'
    ? sql`${is} and o.status in ('failed', 'skipped')`
    : sql`${is} and o.status in ('queued', 'claimed', 'inflight', 'deferred', 'unknown')`
}
