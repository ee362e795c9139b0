import type { Said } from '../said/said.ts'

/** Something about a revision of an edition that a program can find: it blocks approval, or only warns. */
export type CheckSeverity = 'block' | 'warn'

/** Where in an edition a check has found something. */
export type CheckPlace =
  | { kind: 'edition'; field: 'subject' | 'address' | 'links' | 'readers' }
  | { kind: 'story'; story: number; field: StoryField }
  | { kind: 'block'; block: string }
  /** What readers of these topics get; none means all of the digest's. */
  | { kind: 'variant'; topics: readonly string[] }
  | { kind: 'source'; source: number }

export type StoryField = 'story' | 'headline' | 'summary' | 'link' | 'picture'

/** What a check has found, as something said, and where. */
export interface CheckFinding extends Said {
  readonly place: CheckPlace
}

/** The same with the check that found it. */
export interface CheckResult extends CheckFinding {
  /** The name of the check. */
  check: string
  severity: CheckSeverity
}

/** A check that somebody lets pass for one revision, and why. */
export interface PassedCheck {
  check: string
  reason: string
  by: string
  at: Temporal.Instant
}
