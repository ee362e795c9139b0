import { subscriberActor, type Actor } from '../../../core/entities/actor.ts'
import type { FeedbackOutcome } from '../../../core/entities/feedback/feedback.ts'
import type { HookService } from '../../../core/entities/feedback/hook-service.ts'
import type { ReportedRecipient, ReportKind } from '../../../core/entities/feedback/report.ts'
import type { HookEvent } from '../../../mail/hooks/hook.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { endSubscription } from '../../subscribers/leaving/unsubscribe.ts'
import { isToSubscriber, judge } from '../judge.ts'
import { keepOnce, storable } from '../keep-once.ts'
import { matchOf, type Match } from '../match.ts'
import { tagOfEvent } from './hook-tag.ts'

/** An event with where it comes from. */
export interface EventOf {
  event: HookEvent
  service: HookService
  /** It was signed so long before it came that it may be a copy: it is only listed. */
  isLate: boolean
  actor: Actor
}

type Deps = Pick<Context, 'clock' | 'events' | 'settings' | 'linkKeys'>

/** Keeps what an event says of each recipient once, and does what follows from it, as for reports that come by e-mail. */
export async function receiveEvent(tx: Transaction, context: Deps, given: EventOf): Promise<void> {
  const event = storable(given.event)
  const match = await matchOf(tx, tagOfEvent(context, event))
  const at = context.clock.now()
  for (const named of event.recipients) {
    // A service that names nobody speaks of the reader of the e-mail.
    const recipient = named.address === '' ? { ...named, address: null } : named
    const kind = reportKind(event.kind)
    const row = {
      id: event.id,
      kind,
      recipient,
      match,
      from: '',
      subject: '',
      message: Buffer.from(event.raw),
    }
    await keepOnce(tx, row, at, async () =>
      match ? outcomeOf(tx, context, { ...given, event }, { recipient, match, at }) : 'unmatched',
    )
  }
}

const reportKind = (kind: HookEvent['kind']): ReportKind =>
  kind === 'left' || kind === 'delivered' ? 'other' : kind

interface Named {
  recipient: ReportedRecipient
  match: Match
  at: Temporal.Instant
}

async function outcomeOf(
  tx: Transaction,
  context: Deps,
  { event, service, isLate, actor }: EventOf,
  named: Named,
): Promise<FeedbackOutcome> {
  if (isLate) return 'late'
  if (event.kind === 'left') return unsubscribed(tx, service, named)
  const { feedbackType, kind } = event
  return judge(tx, context, { kind: reportKind(kind), feedbackType, ...named, actor })
}

/** The reader used the link that the service puts into e-mails: that is their own wish, as by a link of ours. */
async function unsubscribed(tx: Transaction, service: HookService, named: Named): Promise<FeedbackOutcome> {
  if (!(await isToSubscriber(tx, named))) return 'other-recipient'
  const { subscription } = named.match
  const actor = subscriberActor(subscription)
  const detail = { service }
  const ended = { at: named.at, actor, link: subscription.id, detail }
  return (await endSubscription(tx, subscription, ended)) === 'done' ? 'unsubscribed' : 'noted'
}
