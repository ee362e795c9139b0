import { clip, oneLine } from '../../../core/text/text.ts'
import type { FeedbackOutcome } from '../../../core/entities/feedback/feedback.ts'
import type { Transaction } from '../../../store/store.ts'
import { suppress } from '../../subscribers/suppressions/suppress-address.ts'
import type { Case } from './case.ts'
import type { Match } from '../match.ts'

/** Entries of the audit log that are searched for a lifting. */
const most = 50

/** When a person last lifted the suppression of an address; null if nobody did. */
async function liftedAt(tx: Transaction, hash: string): Promise<Temporal.Instant | null> {
  const entries = await tx.audit.of(`address:${hash}`, most)
  return entries.find(({ action, actor }) => action === 'lift' && actor !== 'system')?.at ?? null
}

/** Whether the e-mail was sent before a person lifted the address's suppression: then it says nothing new. */
export async function isFromBefore(tx: Transaction, { hash, leftAt }: Match): Promise<boolean> {
  const lifted = await liftedAt(tx, hash)
  return lifted !== null && leftAt !== null && Temporal.Instant.compare(leftAt, lifted) < 0
}

/** Characters of a reason. */
const longest = 200

/** What a server said, as a reason, without unprintable characters. */
export const asReason = (text: string): string =>
  clip(oneLine(text.toWellFormed().replaceAll('\uFFFD', '?')), longest)

/** Suppresses the subscriber's address, with what was said as the reason; its history shows an earlier lifting. */
export async function suppressFor(
  tx: Transaction,
  { match, actor, at }: Case,
  why: string,
): Promise<FeedbackOutcome> {
  const reason = asReason(why)
  return (await suppress(tx, match.hash, { reason, actor }, at)) === 'done' ? 'suppressed' : 'already'
}
