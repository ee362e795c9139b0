import { subscriberActor, type Actor } from '../../../core/entities/actor.ts'
import type { FeedbackOutcome } from '../../../core/entities/feedback/feedback.ts'
import type { HookService } from '../../../core/entities/feedback/hook-service.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { endSubscription } from '../../subscribers/leaving/unsubscribe.ts'
import type { Judged } from '../count-feedback.ts'
import { isToSubscriber, judge } from '../judging/judge.ts'
import { keepOnce } from '../keep-once.ts'
import { matchOf, type Match } from '../match.ts'
import type { Reported } from './reported.ts'

/** The origin of a report. */
export interface Origin {
  service: HookService
  /** It was signed so long before it arrived that it may be a replay: it is only listed. */
  isLate: boolean
  actor: Actor
}

type Deps = Pick<Context, 'clock' | 'events'>

/** Stores what an event says of a recipient once, and acts on it, as for reports that come by e-mail. */
export async function receiveReported(
  tx: Transaction,
  context: Deps,
  reported: Reported,
  origin: Origin,
): Promise<Judged> {
  const { key, event, kind, recipient, tag } = reported
  const match = await matchOf(tx, tag)
  const at = context.clock.now()
  const row = { key, kind, recipient, match, from: '', subject: '', message: Buffer.from(event.raw) }
  const outcome = await keepOnce(tx, row, at, async () => {
    if (!match) return 'unmatched'
    if (origin.isLate) return 'late'
    if (event.kind === 'left') return unsubscribed(tx, { reported, match, at }, origin)
    const { feedbackType } = event
    return judge(tx, context, { kind, feedbackType, recipient, match, at, actor: origin.actor })
  })
  return { kind, outcome }
}

/** The reader used the service's own unsubscribe link: that is their wish, as with our link. */
async function unsubscribed(
  tx: Transaction,
  { reported, match, at }: { reported: Reported; match: Match; at: Temporal.Instant },
  { service }: Origin,
): Promise<FeedbackOutcome> {
  if (!(await isToSubscriber(tx, { recipient: reported.recipient, match }))) return 'other-recipient'
  const { subscription } = match
  const detail = { service }
  const ended = { at, actor: subscriberActor(subscription), link: subscription.id, detail }
  return (await endSubscription(tx, subscription, ended)) === 'done' ? 'unsubscribed' : 'noted'
}
