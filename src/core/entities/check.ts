import type { Said } from '../said/said.ts'

/** The severity of a check's finding: it blocks approval, or only warns. */
export type CheckSeverity = 'block' | 'warn'

/** The part of an edition to which a finding refers. */
export type CheckPlace =
  | { kind: 'edition'; field: 'subject' | 'address' | 'links' | 'readers' }
  | { kind: 'story'; story: number; field: StoryField }
  | { kind: 'block'; block: string }
  /** The variant for readers of these topics; none means all of the digest's. */
  | { kind: 'variant'; topics: readonly string[] }
  | { kind: 'source'; source: number }

export type StoryField = 'story' | 'headline' | 'summary' | 'link' | 'picture'

/** What a check found, and where. */
export interface CheckFinding extends Said {
  readonly place: CheckPlace
}

/** The same with the check that found it. */
export interface CheckResult extends CheckFinding {
  /** The name of the check. */
  check: string
  severity: CheckSeverity
}

/** A check that somebody accepted for one revision, and why. */
export interface PassedCheck {
  check: string
  reason: string
  by: string
  at: Temporal.Instant
}
