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
  /** An editor's note, which opens its e-mails. */
  note: string | null
  profileCountry: string | null
  /** Why that country's profile is shown, or why none is; null of editions that say nothing of it. */
  profileReason: Reason | null
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
  reason: Reason | null
  startedAt: Temporal.Instant | null
  /** The warm-up that was open when it began to be sent: only readers who are admitted get it. */
  warmUpId: number | null
  finishedAt: Temporal.Instant | null
  /** Its e-mails by outcome when it ended; null before, and where they are counted from the ledger. */
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

/** What an approval binds: only this leaves. */
export interface Approval {
  revision: number
  /** Of all its blocks. */
  hash: string
}

/** What of an edition may leave now: any other revision, or another count of stories taken out of it, may not. */
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

/** Where an edition stands among those of its digest. */
export interface EditionPlace {
  date: Temporal.PlainDate
  number: number
}
