import { addressHash } from '../../../core/addresses/address.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { confirmationDays, type SignUp } from '../../../core/entities/sign-up.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { verifyToken } from '../../../core/token.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { admitAtOnce } from '../../sending/warm-up/admit-at-once.ts'
import { writeMessage } from '../../sending/outbox/write-message.ts'
import { openMailMaking, welcomeMail } from '../mails/reader-mails.ts'
import { suppressionKey } from '../suppression-key.ts'

/** The request that a confirmation link is for. */
export interface Confirmation {
  signUp: SignUp
  subscription: Subscription
  digest: Digest
  /** `late`: it was requested too long ago. */
  state: 'open' | 'used' | 'late'
}

/** The request that a confirmation link is for; null for a link that is not ours, or whose request is gone. Changes nothing. */
export async function openConfirmation(
  { store, clock, linkKeys }: Pick<Context, 'store' | 'clock' | 'linkKeys'>,
  token: string,
): Promise<Confirmation | null> {
  const id = verifyToken(linkKeys, token, 'confirmation')
  const signUp = id === null ? null : await store.signUps.byId(id)
  const subscription = signUp && (await store.subscribers.byId(signUp.subscriptionId))
  const digest = subscription && (await store.digests.byId(subscription.digestId))
  if (!signUp || !subscription || !digest) return null
  const isLate = Temporal.Instant.compare(signUp.requestedAt, openSince(clock.now())) < 0
  const state = signUp.confirmedAt !== null ? 'used' : isLate ? 'late' : 'open'
  return { signUp, subscription, digest, state }
}

const openSince = (now: Temporal.Instant) => now.subtract({ hours: 24 * confirmationDays })

type Deps = Pick<Context, 'store' | 'clock' | 'linkKeys' | 'random' | 'settings' | 'metrics'>

/**
 * Confirms a request by the link of its e-mail: the subscription becomes active with the choices of that request; one that was active
 * already keeps its own. `used` if it was confirmed before or is too old, `refused` if the address is suppressed.
 */
export async function confirmSignUp(
  context: Deps,
  { signUp, subscription, digest }: Confirmation,
  ip: string,
  actor: Actor,
): Promise<'done' | 'used' | 'refused'> {
  requirePermission(actor, 'change-subscription', subscription.digestId, subscription.id)
  const making = await openMailMaking(context, digest)
  const hash = addressHash(await suppressionKey(context), subscription.email)
  const at = context.clock.now()
  const outcome = await context.store.transaction<'done' | 'used' | 'refused'>(async (tx) => {
    if (await tx.suppressions.inForce(hash, subscription.email)) return 'refused'
    if (!(await tx.subscribers.lock(subscription.subscriberId))) return 'used'
    if (!(await tx.signUps.confirm(signUp.id, { at, ip, since: openSince(at) }))) return 'used'
    const isNew = await activate(tx, subscription.id, at)
    await admitAtOnce(tx, subscription.subscriberId, at)
    if (isNew) {
      await tx.leavers.forget(hash, digest.id)
      await tx.subscribers.choose(subscription.id, signUp.choices, at)
      await tx.subscribers.pause(subscription.id, null, null, at)
      const [newest = null] = await tx.archivedEditions.newest(1, digest.id)
      const content = welcomeMail(making, subscription, newest)
      const { email, subscriberId } = subscription
      await writeMessage(tx, email, content, at, { subscriberId })
    }
    const detail = { signUp: signUp.id, form: signUp.form }
    const subject = `subscription:${subscription.id}`
    await tx.audit.append({ at, actor, action: 'confirm', subject, detail })
    return 'done'
  })
  if (outcome === 'done') context.metrics.count('daywire_subscriptions_total', { change: 'confirmed' })
  return outcome
}

/** Makes a subscription active; false if it was. */
async function activate(tx: Transaction, id: number, at: Temporal.Instant): Promise<boolean> {
  const { subscribers } = tx
  return (
    (await subscribers.move(id, 'pending', 'active', at)) ||
    (await subscribers.move(id, 'unsubscribed', 'active', at)) ||
    ((await subscribers.move(id, 'expired', 'pending', at)) &&
      (await subscribers.move(id, 'pending', 'active', at)))
  )
}
