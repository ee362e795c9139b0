import type { FeedbackOutcome } from '../../../core/entities/feedback/feedback.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Case } from './case.ts'
import { suppressFor } from './suppress-for.ts'

/** This many e-mails in a row, within this time, must have failed. */
const inARow = 5
const period = Temporal.Duration.from({ hours: 24 * 30 })

/** Counts a temporary failure; enough of them, without an arrival in between, end e-mails to the address. */
export async function judgeSoft(tx: Transaction, one: Case): Promise<FeedbackOutcome> {
  const { match, recipient, at } = one
  const reached = await tx.feedback.reached(match.subscriberId, match.leftAt ?? at, inARow)
  const failed = await tx.feedback.countedEditions(match.subscriberId)
  failed.add(match.editionId)
  const oldest = reached.at(-1)
  if (reached.length < inARow || !oldest || !reached.every(({ editionId }) => failed.has(editionId)))
    return 'counted'
  if (Temporal.Instant.compare(oldest.at.add(period), at) < 0) return 'counted'
  return suppressFor(tx, one, `${inARow} × ${recipient.reason}: ${recipient.says}`)
}
