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

/** A reader's address, and their new one. */
export interface AddressChange {
  subscriberId: number
  from: string
  to: string
}

type Stores = Pick<
  Transaction,
  'lock' | 'subscribers' | 'suppressions' | 'leavers' | 'ownData' | 'readerLinks' | 'signUps' | 'audit'
>

/** The same within a transaction, for a valid address. A suppression of the old address stays with it: only the new address counts. */
export async function putAddress(
  tx: Stores,
  key: Buffer,
  change: AddressChange,
  by: { actor: Actor; at: Temporal.Instant },
): Promise<{ ok: true } | Refused> {
  // In order with readers who change it by their own link.
  await tx.lock('addresses')
  const why = await whyNotAddress(tx, key, change, by.actor)
  return why ?? writeAddress(tx, key, { ...change, hash: addressHash(key, change.from) }, by)
}

/**
 * Why a reader cannot get an address; null if they can. `leaving` are readers whose own address changes in the same transaction: theirs can be
 * given to others, except to those who get a digest from which it was unsubscribed.
 */
export async function whyNotAddress(
  tx: Stores,
  key: Buffer,
  { subscriberId, from, to }: AddressChange,
  actor: Actor,
  leaving: ReadonlySet<number> = new Set(),
): Promise<Refused | null> {
  if (from === to) return refused('address-same')
  const hash = addressHash(key, to)
  if (!(await tx.subscribers.lock(subscriberId))) return refused('reader-gone')
  // A person has one address for all digests.
  const own = await tx.subscribers.byHash(addressHash(key, from))
  for (const { digestId } of own) requirePermission(actor, 'change-subscribers', digestId)
  const suppression = await tx.suppressions.inForce(hash, to)
  if (suppression) return { ok: false, ...isSuppressed(to, suppression) }
  const other = await tx.subscribers.idOf(hash)
  const isOthers = other !== null && other !== subscriberId
  if (isOthers && !leaving.has(other)) return refused('address-taken', { address: to })
  const left = new Set(
    isOthers
      ? (await tx.subscribers.byHash(hash))
          .filter(({ status }) => status === 'unsubscribed')
          .map(({ digestId }) => digestId)
      : [],
  )
  for (const { digestId, status } of own)
    if (status === 'active' && (left.has(digestId) || (await tx.leavers.has(hash, digestId))))
      return refused('has-unsubscribed', { address: to })
  return null
}

/** Writes a change that is possible, for the reader with this hash. Links that were sent to the old mailbox stop working. */
export async function writeAddress(
  tx: Stores,
  key: Buffer,
  { subscriberId, from, to, hash }: AddressChange & { hash: string },
  { actor, at }: { actor: Actor; at: Temporal.Instant },
): Promise<{ ok: true } | Refused> {
  const next = { email: to, hash: addressHash(key, to) }
  if (!(await tx.ownData.changeAddress(subscriberId, { hash }, next))) return refused('reader-gone')
  await tx.readerLinks.drop(subscriberId)
  await tx.signUps.dropOpen(subscriberId)
  const subject = `subscriber:${subscriberId}`
  await tx.audit.append({ at, actor, action: 'change-address', subject, detail: { before: from, to } })
  return { ok: true }
}
