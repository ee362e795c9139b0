import type { Generated } from 'kysely'
import type { EditionStatus } from '../../core/entities/states.ts'

export interface EditionTables {
  editions: EditionsTable
  /** Who has approved a revision; `person` is the name in the form for comparing. */
  approvals: { edition_id: number; revision: number; person: string; name: string; at: number }
  /** Checks that somebody overrode for a revision, and why. */
  passed_checks: {
    edition_id: number
    revision: number
    check_name: string
    reason: string
    passed_by: string
    at: number
  }
  edition_items: {
    edition_id: number
    story_id: number
    section: string
    /** Its place, as text ordered by code units; null once it was left out. */
    place: string | null
    score: number
    pinned: number
    body: string
  }
  /** What editors did to an edition or, before its freeze, wished for the edition of a digest's date. */
  changes: {
    id: Generated<number>
    digest_id: number
    date: string
    edition_id: number | null
    revision: number | null
    actor: string
    at: number
    kind: string
    undoes: number | null
  }
  /** What each change did to what; `before` and `after` are JSON. */
  touches: { change_id: number; key: string; before: string; after: string }
  /** What editors decided about stories and future days, by the key of `touches`, JSON. */
  decisions: {
    key: string
    digest_id: number | null
    date: string | null
    story_id: number | null
    aspect: string
    value: string
  }
  outcomes: {
    digest_id: number
    story_id: number
    edition_id: number
    gate: string
    reason: string
    score: number
    decided_at: number
    duplicate_of: number | null
  }
  /** Stories removed from the unsent rest of an edition. */
  exclusions: { edition_id: number; story_id: number; at: number; actor: string; reason: string }
  blocks: { edition_id: number; revision: number; key: string; html: string; text: string; size: number }
  variants: { edition_id: number; key: string; body: string }
  web_pieces: {
    edition_id: number
    position: number
    key: string
    /** The story that it shows; null if it shows none. */
    story_id: number | null
    html: string
    /** Hashes of the pictures in it, separated by blanks. */
    pictures: string
    /** Raised with each change. */
    version: number
  }
}

export interface EditionsTable {
  id: Generated<number>
  digest_id: number
  date: string
  number: number
  status: EditionStatus
  revision: Generated<number>
  opens_at: number
  frozen_at: number
  due_at: number
  subject: string | null
  note: string | null
  profile_country: string | null
  profile_reason: string | null
  reason: string | null
  created_at: number
  approved_at: number | null
  approved_by: string | null
  /** Its audience; `digest` means its digest's active subscriptions. */
  audience: Generated<string>
  /** What its approval binds; null while it is not approved. */
  approved_revision: number | null
  approved_hash: string | null
  approved_audience: string | null
  approved_due_at: number | null
  /** Who stopped it, when and why; null while it is not stopped. */
  stopped_at: number | null
  stopped_by: string | null
  stop_reason: string | null
  /** Milliseconds that it was stopped or corrected, before the current stop. */
  stopped_ms: Generated<number>
  /** Raised with each story removed from its unsent rest. */
  exclusions: Generated<number>
  /** Since when it is being corrected; null once it continues. */
  corrected_at: number | null
  started_at: number | null
  finished_at: number | null
  /** Final numbers by outcome, JSON, kept when the rows are deleted. */
  totals: string | null
  /** The warm-up that was open when it began to be sent: only admitted readers get it. */
  warm_up_id: number | null
  /** The last subscription that the fan-out has processed; null if it is complete or has not begun. */
  fan_out_after: number | null
  fan_out_due: number | null
}
