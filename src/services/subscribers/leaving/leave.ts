import { addressHash } from '../../../core/addresses/address.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Repositories, Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { writeMessage } from '../../sending/outbox/write-message.ts'
import { takeOfAddress } from '../joining/budgets.ts'
import { farewellMail, openMailMaking, type MailMaking } from '../mails/reader-mails.ts'
import { suppressionKey } from '../suppression-key.ts'
import { countUnsubscribed, endSubscription } from './unsubscribe.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'linkKeys' | 'random' | 'settings' | 'metrics'>

/**
 * Ends a subscription by the page of its link, and with `all` every other one of the same person; one e-mail confirms it, with a link to
 * undo it. Somebody who leaves repeatedly gets at most three of them. Calling it twice has no further effect.
 */
export async function leave(
  context: Deps,
  { subscription, digest }: { subscription: Subscription; digest: Digest },
  all: boolean,
  actor: Actor,
): Promise<'done' | 'already'> {
  requirePermission(actor, 'change-subscription', subscription.digestId, subscription.id)
  const making = await openMailMaking(context, digest)
  const at = context.clock.now()
  const outcome = await context.store.transaction(async (tx) =>
    (await tx.subscribers.lock(subscription.subscriberId))
      ? leaveWithin(tx, making, subscription, { all, actor, at })
      : 'already',
  )
  countUnsubscribed(context, outcome)
  return outcome
}

/** The same within a transaction that has locked the person. `detail` is for the audit log. */
export async function leaveWithin(
  tx: Transaction,
  making: MailMaking,
  subscription: Subscription,
  { all, actor, at, detail }: Leaving,
): Promise<'done' | 'already'> {
  const hash = addressHash(await suppressionKey({ store: tx }), subscription.email)
  const own = all ? await tx.subscribers.byHash(hash) : [subscription]
  const ended: Subscription[] = []
  // All with one link and one time, so that `undoUnsubscribe` restores them together.
  for (const one of own)
    if ((await endSubscription(tx, one, { at, actor, link: subscription.id, detail })) === 'done')
      ended.push(one)
  if (ended.length === 0) return 'already'
  const isMailed =
    !(await tx.suppressions.inForce(hash, subscription.email)) &&
    (await takeOfAddress(tx, hash, at, 'farewell'))
  if (isMailed) {
    const content = farewellMail(making, subscription, await namesOf({ store: tx }, ended))
    const { email, subscriberId } = subscription
    await writeMessage(tx, email, content, at, { subscriberId })
  }
  return 'done'
}

interface Leaving {
  /** Every digest of the person. */
  all: boolean
  actor: Actor
  at: Temporal.Instant
  detail?: Record<string, unknown>
}

/** The names of the digests of some subscriptions. */
export async function namesOf(
  { store: { digests } }: { store: Pick<Repositories, 'digests'> },
  subscriptions: readonly Subscription[],
): Promise<string[]> {
  const all = await digests.list()
  return all.filter(({ id }) => subscriptions.some(({ digestId }) => digestId === id)).map(({ name }) => name)
}

/** Whether the person of a link has other digests, too, which the unsubscribe page then also offers to end. */
export async function hasOtherDigests(
  context: Pick<Context, 'store'>,
  { id, email }: Subscription,
): Promise<boolean> {
  const own = await context.store.subscribers.byHash(addressHash(await suppressionKey(context), email))
  return own.some((one) => one.id !== id && one.status === 'active')
}
