import type { Totals } from './delivery.ts'
import type { EditionStatus } from './states.ts'
import type { Reason } from '../said/said.ts'

/** A digest on one local date. */
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
  /** An editor's note at the top of its e-mails. */
  note: string | null
  profileCountry: string | null
  /** Why that country's profile is shown, or why none is; null for editions without that information. */
  profileReason: Reason | null
  /** The number of stories withdrawn from its e-mails that are not yet sent. */
  exclusions: number
  /** What may be sent; null until it is approved. */
  approval: Approval | null
  stop: Stop | null
  /** How long it was stopped or corrected in total, without the present stop: its deadline is later by this. */
  stoppedFor: Temporal.Duration
  /** When its correction began: then a person must approve it, whatever the rule. */
  correctedAt: Temporal.Instant | null
  /** Why it was skipped, missed or stopped. */
  reason: Reason | null
  startedAt: Temporal.Instant | null
  /** The warm-up that was open when sending began: only admitted readers receive it. */
  warmUpId: number | null
  finishedAt: Temporal.Instant | null
  /** Its e-mails by outcome when it ended; null before, or if they are counted from the ledger. */
  totals: Totals | null
}

export interface NewEdition {
  digestId: number
  date: Temporal.PlainDate
  number: number
  opensAt: Temporal.Instant
  frozenAt: Temporal.Instant
  dueAt: Temporal.Instant
  createdAt: Temporal.Instant
}

/** What an approval applies to: only this is sent. */
export interface Approval {
  revision: number
  /** The hash of all its blocks. */
  hash: string
}

/** The version of an edition that may be sent now; no other revision or number of exclusions may. */
export interface Leaving {
  editionId: number
  revision: number
  exclusions: number
}

/** The pause of an edition. */
export interface Stop {
  at: Temporal.Instant
  by: string
  reason: string
}

/** The position of an edition among those of its digest. */
export interface EditionPlace {
  date: Temporal.PlainDate
  number: number
}
