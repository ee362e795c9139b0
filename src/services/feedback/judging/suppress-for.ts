import { clip, oneLine } from '../../../core/text/text.ts'
import type { FeedbackOutcome } from '../../../core/entities/feedback/feedback.ts'
import type { Transaction } from '../../../store/store.ts'
import { suppress } from '../../subscribers/suppressions/suppress-address.ts'
import type { Case } from './case.ts'
import type { Match } from '../match.ts'

/** Entries of the audit log among which a lifting is looked for. */
const most = 50

/** When a person last allowed e-mails to an address again; null where nobody did. */
async function liftedAt(tx: Transaction, hash: string): Promise<Temporal.Instant | null> {
  const entries = await tx.audit.of(`address:${hash}`, most)
  return entries.find(({ action, actor }) => action === 'lift' && actor !== 'system')?.at ?? null
}

/** Whether the e-mail left before a person allowed e-mails to the address again: then it says nothing new. */
export async function isFromBefore(tx: Transaction, { hash, leftAt }: Match): Promise<boolean> {
  const lifted = await liftedAt(tx, hash)
  return lifted !== null && leftAt !== null && Temporal.Instant.compare(leftAt, lifted) < 0
}

/** As long as a reason may be. */
const longest = 200

/** What a server said, as a reason: without what nobody can read. */
export const asReason = (text: string): string =>
  clip(oneLine(text.toWellFormed().replaceAll('\uFFFD', '?')), longest)

/** Stops e-mails to the subscriber, with what was said as the reason; that one was allowed again before, its history says. */
export async function suppressFor(
  tx: Transaction,
  { match, actor, at }: Case,
  why: string,
): Promise<FeedbackOutcome> {
  const reason = asReason(why)
  return (await suppress(tx, match.hash, { reason, actor }, at)) === 'done' ? 'suppressed' : 'already'
}
