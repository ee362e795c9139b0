import { createHash } from 'node:crypto'
import type { FeedbackOutcome, NewFeedback } from '../../core/entities/feedback/feedback.ts'
import type { ReportedRecipient, ReportKind, ReportLimit } from '../../core/entities/feedback/report.ts'
import { littleText, mostOriginal, mostText } from '../../core/entities/feedback/message-size.ts'
import { domainOf } from '../../core/smtp/limits.ts'
import type { Transaction } from '../../store/store.ts'
import type { Match } from './match.ts'
import { asText, packed } from './originals.ts'
import { takeForStray } from './stray-budget.ts'

/** What a report says of one recipient, to be stored. */
export interface ToKeep {
  /** From `keyOf`. */
  key: string
  kind: ReportKind
  recipient: ReportedRecipient
  match: Match | null
  from: string
  subject: string
  /** The report itself. */
  message: Uint8Array
  /** Whether only its beginning is stored, because another row has all of it. */
  isBrief?: boolean
  /** What was not read of it. */
  limits?: ReportLimit[]
}

/** Stores it with its outcome, which `decide` returns; null if it was stored before. `more` stores what belongs to its row. */
export async function keepOnce(
  tx: Transaction,
  { key, kind, recipient, match, from, subject, message, isBrief = false, limits = [] }: ToKeep,
  at: Temporal.Instant,
  decide: () => Promise<FeedbackOutcome>,
  more?: (feedbackId: number) => Promise<void>,
): Promise<FeedbackOutcome | null> {
  if (await tx.feedback.isKept(key)) return null
  const outcome = await decide()
  const { delayed: _delayed, ...own } = recipient
  // Only a little is kept of what cannot be matched to an e-mail of ours.
  const isLittle = isBrief || match === null
  const isFree = match !== null || (await takeForStray(tx, at))
  const text = isFree ? asText(message.subarray(0, isLittle ? littleText : mostText)) : ''
  const row: NewFeedback = {
    ...own,
    key,
    receivedAt: at,
    kind,
    outcome,
    domain: domainOf(recipient.address ?? ''),
    hash: match?.hash ?? null,
    subscriberId: match?.subscriberId ?? null,
    editionId: match?.editionId ?? null,
    sender: from,
    subject,
    message: text,
    limits,
    size: message.length,
  }
  const kept = await tx.feedback.keep(row)
  if (kept === null) return null
  const original = isFree ? packed(message.subarray(0, isLittle ? littleText : mostOriginal), text) : null
  if (original !== null) await tx.feedbackOriginals.add(kept, original)
  if (outcome === 'suppressed' && row.hash !== null) await tx.suppressions.prove(row.hash, kept)
  await more?.(kept)
  return outcome
}

/** Without what PostgreSQL cannot store in a text: one such report would block all later ones. */
export const storable = <T>(report: T): T =>
  JSON.parse(JSON.stringify(report), (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
  ) as T

/**
 * The key of what a report says of a recipient: the same for the same report, identified by its id, however often it arrives. The key
 * includes the e-mail that it is `about`, because somebody else may send another report with its id and without our tag.
 */
export function keyOf(
  id: string,
  { kind, recipient, about }: { kind: ReportKind; recipient: ReportedRecipient; about: string },
): string {
  const parts = [id, kind, recipient.address?.toLowerCase() ?? '', String(recipient.delayed), about]
  return createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 32)
}
