import type { CheckFinding, CheckSeverity } from '../../../core/entities/check.ts'
import type { Cut, Sheet } from '../../../core/entities/sheet.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { StoredBlock } from '../../../core/entities/editions/contents.ts'
import type { Context } from '../../context.ts'

/** What checks look at: one revision as it would leave. */
export interface CheckedRevision {
  edition: Edition
  sheet: Sheet
  blocks: readonly StoredBlock[]
  /** The mail of all topics first; then, where readers were asked for, those of each set of topics that any of them chose. */
  variants: readonly CheckedVariant[]
  /** Readers of rare sets of topics, whose mails were not looked at. */
  unseen: number
  /** When it leaves: at its hour, or now where that has passed. */
  leavesAt: Temporal.Instant
}

/** A mail as readers of one set of topics get it who had the edition before. */
export interface CheckedVariant {
  /** In the digest's order; none means all. */
  topics: readonly string[]
  /** How many get it; null where they were not counted. */
  readers: number | null
  cut: Cut
  /** Null where there is no mail. */
  subject: string | null
  /** Decoded HTML in bytes, of the largest mail that a reader of these topics can get: one who was away for long. */
  bytes: number
}

export type CheckDeps = Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>

/** One check. A new one is a file, and a line in `checks.ts`. */
export interface Check {
  name: string
  severity: CheckSeverity
  /** True where nobody can let it pass. */
  isFinal?: boolean
  find(revision: CheckedRevision, context: CheckDeps): CheckFinding[] | Promise<CheckFinding[]>
}
