import type { CheckFinding, CheckSeverity } from '../../../core/entities/check.ts'
import type { Cut, Sheet } from '../../../core/entities/sheet.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { StoredBlock } from '../../../core/entities/editions/contents.ts'
import type { Context } from '../../context.ts'

/** What is checked: one revision as it would be sent. */
export interface CheckedRevision {
  edition: Edition
  sheet: Sheet
  blocks: readonly StoredBlock[]
  /** The e-mail with all topics first; then, if readers are included, those of each set of topics that any of them chose. */
  variants: readonly CheckedVariant[]
  /** Readers with rare sets of topics, whose e-mails were not checked. */
  unseen: number
  /** When it is sent: at its hour, or now if that has passed. */
  leavesAt: Temporal.Instant
}

/** The e-mail for one set of topics, for readers who got the previous edition. */
export interface CheckedVariant {
  /** In the digest's order; empty means all. */
  topics: readonly string[]
  /** How many get it; null if they were not counted. */
  readers: number | null
  cut: Cut
  /** Null if there is no e-mail. */
  subject: string | null
  /** Decoded HTML in bytes of the largest e-mail that a reader of these topics can get, after a long absence. */
  bytes: number
}

export type CheckDeps = Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>

/** One check. A new one is a file, and a line in `checks.ts`. */
export interface Check {
  name: string
  severity: CheckSeverity
  /** True if nobody can override it. */
  isFinal?: boolean
  find(revision: CheckedRevision, context: CheckDeps): CheckFinding[] | Promise<CheckFinding[]>
}
