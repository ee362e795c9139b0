import { type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Backend } from '../../columns.ts'
import { jsonRows, type JsonColumns } from '../../json-rows.ts'
import { sendingPausedSetting } from './sending-settings.ts'
import type { Tables } from '../../tables/tables.ts'
import { isNotSuppressed } from '../../suppressed-domain.ts'
import { reasonText } from '../../reason-column.ts'
import { said } from '../../../core/said/said.ts'

export type LedgerStatements = ReturnType<typeof ledgerStatements>

/** A row of the ledger whose fence is current. */
interface GivenRow {
  edition: number
  subscriber: number
  fence: number
}

interface GivenMark extends GivenRow {
  worker: string
  revision: number
  exclusions: number
  at: number
}

interface GivenEnd extends GivenRow {
  was: string
  became: string
  reply: string | null
  reason: string | null
  variant: string | null
  again: number | null
  ended: number | null
  tries: number
}

const row = { edition: 'bigint', subscriber: 'bigint', fence: 'bigint' } as const
const mark = { ...row, worker: 'text', revision: 'bigint', exclusions: 'bigint', at: 'bigint' } as const
const end = {
  ...row,
  was: 'text',
  became: 'text',
  reply: 'text',
  reason: 'text',
  variant: 'text',
  again: 'bigint',
  ended: 'bigint',
  tries: 'bigint',
} as const

/**
 * The statements that are run for every few e-mails. They are built once, and everything variable is passed as rows in one parameter:
 * building a query takes as long as running it, and SQLite plans it again, in five times the time of the work, whenever a separate
 * parameter is compared with an indexed column.
 */
export function ledgerStatements(db: Kysely<Tables>, backend: Backend) {
  const built = <Row extends GivenRow, Answer = never>(
    columns: JsonColumns,
    make: (given: RawBuilder<unknown>) => RawBuilder<Answer>,
  ) => {
    let query: CompiledQuery<Answer> | null = null
    return (rows: readonly Row[]): CompiledQuery<Answer> => {
      query ??= make(jsonRows(backend, columns, [])).compile(db)
      return { ...query, parameters: [JSON.stringify(rows)] }
    }
  }
  return {
    /**
     * Marks claimed rows as in flight, if lease, consent, suppression, pause, stop, the approved revision and removed stories still allow
     * it, and records that revision; returns their subscribers.
     */
    mark: built<GivenMark, { subscriber_id: number }>(
      mark,
      (given) => sql`
        with j as materialized ${given}
        update deliveries set status = 'inflight', inflight_at = j.at, revision = j.revision
        from j
        where ${isGiven} and status = 'claimed' and deliveries.worker = j.worker and lease_until > j.at
          and ${mayBeMailed(backend, sql`j.at`, sql`j.revision`, sql`j.exclusions`)}
        returning subscriber_id`,
    ),
    /** Writes the outcomes of attempts. */
    end: built<GivenEnd>(
      end,
      (given) => sql`
        with j as materialized ${given}
        update deliveries set status = j.became, reply = coalesce(j.reply, deliveries.reply),
          reason = case when j.became = 'sent' and resent = 1 then ${sql.lit(onceMore)} else j.reason end,
          variant = coalesce(j.variant, deliveries.variant), next_attempt_at = j.again, finished_at = j.ended,
          lease_until = null, worker = null, attempts = deliveries.attempts + j.tries
        from j
        where ${isGiven} and status = j.was`,
    ),
  }
}

/** Open or unknown. Phrased like its partial index, which SQLite uses only if the condition repeats it. */
export const isUnsettled = sql<boolean>`status in ('queued', 'claimed', 'inflight', 'deferred', 'unknown')`

/** Why an e-mail that may have arrived is sent again, in case it arrives twice. */
export const onceMore = reasonText(said('sent-once-more'))

const isGiven = sql<boolean>`edition_id = j.edition and subscriber_id = j.subscriber and deliveries.fence = j.fence`

/** The conditions for sending a row to its reader, as SQL over `deliveries`. */
export function isWilling(backend: Backend, at: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`
    exists (select 1 from subscriptions s where s.id = deliveries.subscription_id and s.status = 'active'
      and (s.paused_until is null or s.paused_until <= ${at}))
    and exists (select 1 from subscribers b where b.id = deliveries.subscriber_id and ${isNotSuppressed(backend)})`
}

function mayBeMailed(
  backend: Backend,
  at: RawBuilder<unknown>,
  revision: RawBuilder<unknown>,
  exclusions: RawBuilder<unknown>,
): RawBuilder<boolean> {
  return sql<boolean>`(${isWilling(backend, at)}
    and exists (select 1 from editions e where e.id = deliveries.edition_id and e.status = 'sending'
      and e.approved_revision = ${revision} and e.exclusions = ${exclusions} and e.stopped_at is null)
    and not exists (select 1 from settings p where p.name = ${sql.lit(sendingPausedSetting)}))`
}
