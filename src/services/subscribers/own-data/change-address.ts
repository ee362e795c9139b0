import { addressHash, readAddress, withoutTag } from '../../../core/addresses/address.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, saidOf, type Refused } from '../../../core/said/said.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { writeMessage } from '../../sending/outbox/write-message.ts'
import { reserveOfSite, takeOfAddress } from '../joining/budgets.ts'
import { newAddressMail, oldAddressMail } from '../mails/own-data-mails.ts'
import { openMailMaking } from '../mails/reader-mails.ts'
import { suppressionKey } from '../suppression-key.ts'
import { makeOwnLink, type OpenedOwnLink } from './own-link.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'random' | 'linkKeys' | 'settings'>

/**
 * Asks the owner of a new address, by e-mail, to confirm it; until then nothing changes. `used` if the link was used meanwhile; a
 * suppressed address gets no e-mail, and the answer does not reveal it. Uses up the link.
 */
export async function askNewAddress(
  context: Deps,
  { hash, subscription, digest }: OpenedOwnLink,
  email: string,
  actor: Actor,
): Promise<'asked' | 'used' | Refused> {
  requirePermission(actor, 'change-subscription', subscription.digestId, subscription.id)
  const reading = readAddress(email)
  if (!reading.ok) return refused('address-typed', { why: saidOf(reading) })
  const making = await openMailMaking(context, digest)
  const { address } = reading
  const secret = await suppressionKey(context)
  const [key, mailbox] = [addressHash(secret, address), addressHash(secret, withoutTag(address))]
  const at = context.clock.now()
  const { id, subscriberId } = subscription
  return context.store.transaction(async (tx) => {
    if (!(await tx.readerLinks.use(hash, at))) return 'used'
    await tx.audit.append({ at, actor, action: 'ask-address', subject: `subscription:${id}` })
    if ((await tx.suppressions.inForce(key, address)) || !(await takeOfAddress(tx, mailbox, at)))
      return 'asked'
    const dueAt = await reserveOfSite(tx, context.settings.signUps.perHour, at)
    if (dueAt === null) return 'asked'
    if (!(await tx.subscribers.lock(subscriberId))) return 'used'
    const token = await makeOwnLink(context, tx, { subscriptionId: id, address })
    const content = newAddressMail(making, token)
    await writeMessage(tx, address, content, at, { dueAt, subscriberId })
    return 'asked'
  })
}

/**
 * Replaces the current address with the confirmed one, in every digest, and informs the old one; every link sent to the old one stops
 * working (`openLink`), and a pending confirmation for it is void. `taken` if somebody subscribes with the new address already, or it is
 * suppressed; an unconfirmed sign-up with it is replaced, because anybody could have made that.
 */
export async function confirmAddress(
  context: Deps,
  { hash, subscription, digest, address }: OpenedOwnLink & { address: string },
  actor: Actor,
): Promise<'done' | 'used' | 'taken'> {
  requirePermission(actor, 'change-subscription', subscription.digestId, subscription.id)
  const making = await openMailMaking(context, digest)
  const key = await suppressionKey(context)
  const from = { hash: addressHash(key, subscription.email) }
  const to = { email: address, hash: addressHash(key, address) }
  const at = context.clock.now()
  const { id, subscriberId, email } = subscription
  return context.store.transaction(async (tx) => {
    // Serialized, because each locks two people, and two who swap addresses would deadlock.
    await tx.lock('addresses')
    if (!(await tx.subscribers.lock(subscriberId))) return 'used'
    if (!(await tx.readerLinks.use(hash, at))) return 'used'
    if (await tx.suppressions.inForce(to.hash, address)) return 'taken'
    // Locks the address: a simultaneous sign-up with it comes before or after.
    const other = await tx.subscribers.admit({ ...to, name: null }, at)
    if (other !== subscriberId && (await isConfirmed(tx, to.hash))) return 'taken'
    if (other !== subscriberId) await tx.erasing.people([other])
    if (!(await tx.ownData.changeAddress(subscriberId, from, to))) return 'used'
    await tx.readerLinks.drop(subscriberId)
    await tx.signUps.dropOpen(subscriberId)
    const content = oldAddressMail(making)
    if (!(await tx.suppressions.inForce(from.hash, email)))
      await writeMessage(tx, email, content, at, { subscriberId })
    await tx.audit.append({ at, actor, action: 'change-address', subject: `subscription:${id}` })
    return 'done'
  })
}

/** Whether its owner has ever confirmed a digest. */
async function isConfirmed(tx: Pick<Transaction, 'subscribers'>, hash: string): Promise<boolean> {
  const own = await tx.subscribers.byHash(hash)
  return own.some(({ status }) => status !== 'pending' && status !== 'expired')
}
