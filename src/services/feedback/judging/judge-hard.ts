import { domainOf } from '../../../core/smtp/limits.ts'
import { systemActor } from '../../../core/entities/actor.ts'
import type { Feedback, FeedbackOutcome } from '../../../core/entities/feedback/feedback.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { alertMassFailure } from './alert-refused.ts'
import type { Case } from './case.ts'
import { suppressFor } from './suppress-for.ts'

/** A mass failure: at least this many readers of a domain within this time, and at least this share of all its readers. */
const fewest = 10
const share = 0.2
const span = Temporal.Duration.from({ hours: 24 })

type Failure = Pick<Feedback, 'id' | 'hash' | 'outcome'>

/** The address does not exist: its e-mails end, unless so many of its domain fail at once that its server must be broken. */
export async function judgeHard(
  tx: Transaction,
  context: Pick<Context, 'events'>,
  one: Case,
): Promise<FeedbackOutcome> {
  const { match, recipient, at } = one
  const domain = domainOf(recipient.address ?? '')
  const lately = domain === '' ? [] : await tx.feedback.lately(domain, at.subtract(span))
  if (!(await isMassFailure(tx, domain, lately, match.hash)))
    return suppressFor(tx, one, recipient.says === '' ? recipient.reason : recipient.says)
  for (const earlier of lately) if (earlier.outcome === 'suppressed') await hold(tx, earlier, at)
  await alertMassFailure(tx, context, { domain, count: lately.length + 1, at })
  return 'held'
}

async function isMassFailure(
  tx: Transaction,
  domain: string,
  lately: Failure[],
  hash: string,
): Promise<boolean> {
  if (lately.some(({ outcome }) => outcome === 'held')) return true
  const readers = new Set([...lately.map((each) => each.hash), hash]).size
  if (readers < fewest) return false
  return readers >= share * (await tx.feedback.readersAt(domain, Math.ceil(readers / share) + 1))
}

/** Reverts one suppression of a mass failure from before it was recognized, unless the reader has complained since. */
async function hold(tx: Transaction, { id, hash }: Failure, at: Temporal.Instant): Promise<void> {
  if (hash === null || (await hasComplained(tx, hash)) || !(await tx.feedback.move(id, 'suppressed', 'held')))
    return
  await tx.suppressions.lift(hash)
  const detail = { reason: 'held' }
  await tx.audit.append({ at, actor: systemActor, action: 'lift', subject: `address:${hash}`, detail })
}

async function hasComplained(tx: Transaction, hash: string): Promise<boolean> {
  const complaints = { kind: 'complaint', outcome: 'already', hash, before: null, count: 1 } as const
  return (await tx.feedback.page(complaints)).length > 0
}
