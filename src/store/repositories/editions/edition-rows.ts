import type { Selectable } from 'kysely'
import type { Approval, Stop } from '../../../core/entities/edition.ts'
import { type DeliveryStatus, type EditionStatus, endedEditions } from '../../../core/entities/states.ts'
import { fromJson, orInstant, toInstant } from '../../columns.ts'
import type { EditionsTable } from '../../tables/editions.ts'

export interface Edition {
  id: number
  digestId: number
  date: Temporal.PlainDate
  number: number
  status: EditionStatus
  revision: number
  opensAt: Temporal.Instant
  frozenAt: Temporal.Instant
  dueAt: Temporal.Instant
  subject: string | null
  /** An editor's note, which opens its mails. */
  note: string | null
  profileCountry: string | null
  /** Why that country's profile is shown, or why none is; null of editions that say nothing of it. */
  profileReason: string | null
  /** How many stories were taken from what has not left of it. */
  exclusions: number
  /** What leaves; null while it is not approved. */
  approval: Approval | null
  stop: Stop | null
  /** How long it was stopped or corrected in all, before a stop that holds: by so much it is given up later. */
  stoppedFor: Temporal.Duration
  /** Since when it is being corrected: then a person has to approve it, by whatever rule. */
  correctedAt: Temporal.Instant | null
  /** Why it was skipped, missed or stopped. */
  reason: string | null
  startedAt: Temporal.Instant | null
  finishedAt: Temporal.Instant | null
  /** Its mails by outcome when it ended; null before, and where they are counted from the ledger. */
  totals: Partial<Record<DeliveryStatus, number>> | null
}

/** An edition as its row has it. */
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
    profileReason: row.profile_reason,
    exclusions: row.exclusions,
    approval:
      row.approved_revision === null || row.approved_hash === null
        ? null
        : { revision: row.approved_revision, hash: row.approved_hash },
    stop: stopOf(row),
    stoppedFor: Temporal.Duration.from({ milliseconds: row.stopped_ms }),
    correctedAt: endedEditions.includes(row.status) ? null : orInstant(row.corrected_at),
    reason: row.reason,
    startedAt: orInstant(row.started_at),
    finishedAt: orInstant(row.finished_at),
    totals: row.totals === null ? null : fromJson(row.totals),
  }
}

function stopOf({ status, stopped_at, stopped_by, stop_reason }: Selectable<EditionsTable>): Stop | null {
  if (stopped_at === null || endedEditions.includes(status)) return null
  return { at: toInstant(stopped_at), by: stopped_by ?? '', reason: stop_reason ?? '' }
}
