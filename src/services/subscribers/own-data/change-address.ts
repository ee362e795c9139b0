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
 * Asks the owner of a new address, by mail, to confirm it; until then nothing changes. `used` where the link was used meanwhile;
 * an address that is suppressed gets no e-mail, and the answer does not reveal it. It uses the link up.
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
 * Takes a confirmed address in place of the present one, in every digest, and informs the old one; every link that went to the old
 * one opens nothing from then on (`openLink`), and a confirmation that waits there is void. `taken` where somebody subscribes with it already, or it is suppressed; a sign-up with it that nobody
 * confirmed gives way, as anybody could have sent that.
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
    // One after the other: each holds two people, and of two who exchange addresses each would wait for the other.
    await tx.lock('addresses')
    if (!(await tx.subscribers.lock(subscriberId))) return 'used'
    if (!(await tx.readerLinks.use(hash, at))) return 'used'
    if (await tx.suppressions.inForce(to.hash, address)) return 'taken'
    // Holds the address: who signs up with it at the same time comes before or after.
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

/** Whether its owner has ever said that they want a digest. */
async function isConfirmed(tx: Pick<Transaction, 'subscribers'>, hash: string): Promise<boolean> {
  const own = await tx.subscribers.byHash(hash)
  return own.some(({ status }) => status !== 'pending' && status !== 'expired')
}
