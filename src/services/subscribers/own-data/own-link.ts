import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { ownLinkHours, type OwnLink } from '../../../core/entities/own-link.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { addressHash } from '../../../core/addresses/address.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Transaction } from '../../../store/store.ts'
import { newSecret, secretHash } from '../../accounts/secrets/secret-hash.ts'
import type { Context } from '../../context.ts'
import { writeMessage } from '../../sending/outbox/write-message.ts'
import { takeOfAddress } from '../joining/budgets.ts'
import { ownLinkMail } from '../mails/own-data-mails.ts'
import { openMailMaking } from '../mails/reader-mails.ts'
import { suppressionKey } from '../suppression-key.ts'

/** A subscription's one-time link, not used yet. */
export interface OpenedOwnLink extends OwnLink {
  hash: string
  subscription: Subscription
  digest: Digest
}

/** What a one-time link is for; null for one that was used, has expired, or is not ours. Does not use it up. */
export async function openOwnLink(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  token: string,
): Promise<OpenedOwnLink | null> {
  const hash = secretHash(token)
  const link = await store.readerLinks.open(hash, clock.now())
  const subscription = link && (await store.subscribers.byId(link.subscriptionId))
  const digest = subscription && (await store.digests.byId(subscription.digestId))
  return link && subscription && digest ? { ...link, hash, subscription, digest } : null
}

/** Makes a one-time link; returns its secret, which only the e-mail contains. */
export async function makeOwnLink(
  { clock, random }: Pick<Context, 'clock' | 'random'>,
  tx: Pick<Transaction, 'readerLinks'>,
  link: OwnLink,
): Promise<string> {
  const token = newSecret(random)
  const hours = link.address === null ? ownLinkHours.data : ownLinkHours.address
  await tx.readerLinks.put(secretHash(token), link, clock.now().add({ hours }))
  return token
}

/**
 * E-mails a one-time link to a subscriber's own address, because links in digests get forwarded: three at once, then one every eight hours.
 * Beyond that limit, and for a suppressed address, nothing is sent.
 */
export async function sendOwnLink(
  context: Pick<Context, 'store' | 'clock' | 'random' | 'linkKeys' | 'settings'>,
  { subscription, digest }: { subscription: Subscription; digest: Digest },
  actor: Actor,
): Promise<void> {
  requirePermission(actor, 'change-subscription', subscription.digestId, subscription.id)
  const making = await openMailMaking(context, digest)
  const { id, email, subscriberId } = subscription
  const hash = addressHash(await suppressionKey(context), email)
  const at = context.clock.now()
  await context.store.transaction(async (tx) => {
    if ((await tx.suppressions.inForce(hash, email)) || !(await takeOfAddress(tx, hash, at, 'own-link')))
      return
    if (!(await tx.subscribers.lock(subscriberId))) return
    const token = await makeOwnLink(context, tx, { subscriptionId: id, address: null })
    const content = ownLinkMail(making, token)
    await writeMessage(tx, email, content, at, { subscriberId })
    await tx.audit.append({ at, actor, action: 'ask-own-link', subject: `subscription:${id}` })
  })
}
