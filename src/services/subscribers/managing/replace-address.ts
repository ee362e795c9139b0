import { addressHash, readAddress } from '../../../core/addresses/address.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { isSuppressed } from '../../../core/entities/suppression.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, saidOf, type Refused } from '../../../core/said/said.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { suppressionKey } from '../suppression-key.ts'

/**
 * Replaces a reader's address for an admin, in every digest; choices and history stay, links in the old mailbox stop working. Refuses an
 * address that is invalid, suppressed, of somebody who left, or of another reader.
 */
export async function replaceAddress(
  context: Pick<Context, 'store' | 'clock'>,
  subscription: Subscription,
  written: string,
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'change-subscribers', subscription.digestId)
  const reading = readAddress(written)
  if (!reading.ok) return refused('address-typed', { why: saidOf(reading) })
  const key = await suppressionKey(context)
  const { subscriberId, email } = subscription
  return context.store.transaction((tx) =>
    putAddress(
      tx,
      key,
      { subscriberId, from: email, to: reading.address },
      { actor, at: context.clock.now() },
    ),
  )
}

/** The same within a transaction, for a valid address. A suppression of the old address stays with it: only the new address counts. */
export async function putAddress(
  tx: Pick<
    Transaction,
    'lock' | 'subscribers' | 'suppressions' | 'leavers' | 'ownData' | 'readerLinks' | 'signUps' | 'audit'
  >,
  key: Buffer,
  { subscriberId, from, to }: { subscriberId: number; from: string; to: string },
  { actor, at }: { actor: Actor; at: Temporal.Instant },
): Promise<{ ok: true } | Refused> {
  if (from === to) return refused('address-same')
  const hash = addressHash(key, to)
  // In order with readers who change it by their own link.
  await tx.lock('addresses')
  if (!(await tx.subscribers.lock(subscriberId))) return refused('reader-gone')
  // A person has one address for all digests.
  for (const { digestId } of await tx.subscribers.byHash(addressHash(key, from)))
    requirePermission(actor, 'change-subscribers', digestId)
  const suppression = await tx.suppressions.inForce(hash, to)
  if (suppression) return { ok: false, ...isSuppressed(to, suppression) }
  for (const { digestId, status } of await tx.subscribers.byHash(addressHash(key, from)))
    if (status === 'active' && (await tx.leavers.has(hash, digestId)))
      return refused('has-unsubscribed', { address: to })
  const other = await tx.subscribers.idOf(hash)
  if (other !== null && other !== subscriberId) return refused('address-taken', { address: to })
  if (!(await tx.ownData.changeAddress(subscriberId, { hash: addressHash(key, from) }, { email: to, hash })))
    return refused('reader-gone')
  // Links that were sent to the old mailbox stop working.
  await tx.readerLinks.drop(subscriberId)
  await tx.signUps.dropOpen(subscriberId)
  const subject = `subscriber:${subscriberId}`
  await tx.audit.append({ at, actor, action: 'change-address', subject, detail: { before: from, to } })
  return { ok: true }
}
