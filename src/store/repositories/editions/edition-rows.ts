import type { Selectable } from 'kysely'
import type { Edition, Stop } from '../../../core/entities/edition.ts'
import { endedEditions } from '../../../core/entities/states.ts'
import { fromJson, orInstant, toInstant } from '../../columns.ts'
import type { EditionsTable } from '../../tables/editions.ts'
import { orReason } from '../../reason-column.ts'

export function edition(row: Selectable<EditionsTable>): Edition {
  return {
    id: row.id,
    digestId: row.digest_id,
    date: Temporal.PlainDate.from(row.date),
    number: row.number,
    status: row.status,
    revision: row.revision,
    opensAt: toInstant(row.opens_at),
    frozenAt: toInstant(row.frozen_at),
    dueAt: toInstant(row.due_at),
    subject: row.subject,
    note: row.note,
    profileCountry: row.profile_country,
    profileReason: orReason(row.profile_reason),
    exclusions: row.exclusions,
    approval:
      row.approved_revision === null || row.approved_hash === null
        ? null
        : { revision: row.approved_revision, hash: row.approved_hash },
    stop: stopOf(row),
    stoppedFor: Temporal.Duration.from({ milliseconds: row.stopped_ms }),
    correctedAt: endedEditions.includes(row.status) ? null : orInstant(row.corrected_at),
    reason: orReason(row.reason),
    startedAt: orInstant(row.started_at),
    warmUpId: row.warm_up_id,
    finishedAt: orInstant(row.finished_at),
    totals: row.totals === null ? null : fromJson(row.totals),
  }
}

function stopOf({ status, stopped_at, stopped_by, stop_reason }: Selectable<EditionsTable>): Stop | null {
  if (stopped_at === null || endedEditions.includes(status)) return null
  return { at: toInstant(stopped_at), by: stopped_by ?? '', reason: stop_reason ?? '' }
}
