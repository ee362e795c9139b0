import { readAddress, addressHash } from '../../../core/addresses/address.ts'
import type { FeedbackOutcome } from '../../../core/entities/feedback/feedback.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { suppressionKey } from '../../subscribers/suppression-key.ts'
import { alertRefused } from './alert-refused.ts'
import { judgeHard } from './judge-hard.ts'
import { judgeSoft } from './judge-soft.ts'
import { isFromBefore, suppressFor } from './suppress-for.ts'
import type { Case } from './case.ts'

/** Longer than any server retries (RFC 5321 §4.5.4.1), and than most readers take to complain. */
const oldest = {
  bounce: Temporal.Duration.from({ hours: 24 * 14 }),
  complaint: Temporal.Duration.from({ hours: 24 * 60 }),
}

/** Reasons that concern our own sending. */
const ours: ReadonlySet<string> = new Set([
  'policy',
  'reputation',
  'spam',
  'authentication',
  'sender',
  'relay-refused',
  'size',
  'rate',
])
/** Feedback reports that are no reader's complaint (RFC 5965 §7.3, RFC 6591 §3.1). */
const noComplaints: ReadonlySet<string> = new Set(['not-spam', 'auth-failure', 'dmarc', 'dkim'])

/** Decides what follows from a report, and does it. */
export async function judge(
  tx: Transaction,
  context: Pick<Context, 'events'>,
  one: Case,
): Promise<FeedbackOutcome> {
  const { kind, feedbackType, recipient, match, at } = one
  if (kind === 'auto-reply') return recipient.reason === 'perhaps-left' ? 'hint' : 'noted'
  if (kind === 'other' || recipient.delayed || noComplaints.has(feedbackType)) return 'noted'
  if (!(await isToSubscriber(tx, one))) return 'other-recipient'
  if (match.leftAt === null) return 'old'
  if (Temporal.Instant.compare(match.leftAt.add(oldest[kind]), at) < 0) return 'old'
  // Judges reports about the same person one after the other.
  await tx.subscribers.lock(match.subscriberId)
  const earlier = await tx.feedback.latestEffective(kind, match.subscriberId, match.editionId)
  if (earlier && !(earlier.outcome === 'counted' && recipient.hard)) return 'repeated'
  if (await isFromBefore(tx, match)) return 'old'
  if (await tx.suppressions.of(match.hash)) {
    if (kind === 'complaint' || recipient.hard) await tx.suppressions.keep(match.hash)
    return 'already'
  }
  if (kind === 'complaint') return suppressFor(tx, one, `complaint: ${feedbackType}`)
  if (recipient.hard) return judgeHard(tx, context, one)
  if (!ours.has(recipient.reason)) return judgeSoft(tx, one)
  await alertRefused(tx, context, one)
  return 'ours'
}

/** Whether the report names the subscriber, or nobody. A forged one may contain the return path of another reader. */
export async function isToSubscriber(
  tx: Transaction,
  { recipient, match }: Pick<Case, 'recipient' | 'match'>,
): Promise<boolean> {
  if (recipient.address === null) return true
  const read = readAddress(recipient.address)
  return read.ok && addressHash(await suppressionKey({ store: tx }), read.address) === match.hash
}
