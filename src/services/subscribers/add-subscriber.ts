import { addressHash, readAddress } from '../../core/addresses/address.ts'
import { clip, oneLine } from '../../core/text/text.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import type { Actor } from '../../core/entities/actor.ts'
import type { SubscriptionStatus } from '../../core/entities/states.ts'
import { requirePermission } from '../../core/permissions.ts'
import { isSuppressed } from '../../core/entities/suppression.ts'
import type { Repositories } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { admitAtOnce } from '../sending/warm-up/admit-at-once.ts'
import { readChoices, type WrittenChoices } from './read-choices.ts'
import { readName } from './read-name.ts'
import { suppressionKey } from './suppression-key.ts'
import { refused, said, saidOf, type Refused, type Said } from '../../core/said/said.ts'

export interface NewSubscriber extends WrittenChoices {
  email: string
  name: string
}

export type Checked =
  | {
      ok: true
      email: string
      name: string | null
      hash: string
      choices: Parameters<Repositories['subscribers']['subscribe']>[2]
    }
  | ({ field: string } & Refused)

export type Added =
  { ok: true; outcome: 'added' | 'returned' | 'known'; email: string } | ({ field: string } & Refused)

/** Checks one person's row against a digest; changes nothing. */
export function checkSubscriber(person: NewSubscriber, digest: Digest, key: Buffer): Checked {
  const reading = readAddress(person.email)
  if (!reading.ok)
    return {
      field: 'email',
      ...refused('address-refused', { address: clip(oneLine(person.email), 100), why: saidOf(reading) }),
    }
  const choices = readChoices(person, digest)
  if (!choices.ok) return choices
  const name = readName(person.name)
  if (!name.ok) return { field: 'name', ...name }
  return {
    ok: true,
    email: reading.address,
    name: name.name,
    hash: addressHash(key, reading.address),
    choices: choices.choices,
  }
}

type Person = Extract<Checked, { ok: true }>

export type Admitted =
  { outcome: 'added' | 'returned' | 'known'; subscriberId: number } | { outcome: 'refused'; says: Said }

/**
 * Adds a checked person: `known` if they are already subscribed, and nothing changes; `refused` if they are suppressed, or have left and
 * are not `returning` by their own wish.
 */
export async function admitSubscriber(
  tx: Repositories,
  digest: Digest,
  person: Person,
  at: Temporal.Instant,
  returning = false,
): Promise<Admitted> {
  const suppression = await tx.suppressions.inForce(person.hash, person.email)
  if (suppression)
    return {
      outcome: 'refused',
      says: isSuppressed(person.email, suppression),
    }
  const known = await tx.subscribers.subscriptionOf(person.hash, digest.id)
  if (known?.status === 'unsubscribed') return returning ? bringBack(tx, known, person, at) : hasLeft(person)
  if (known && known.status !== 'active') return confirmFor(tx, known, person, at)
  if (known) return { outcome: 'known', subscriberId: known.subscriberId }
  const { email, hash, name } = person
  const left = await tx.leavers.has(hash, digest.id)
  if (left && !returning) return hasLeft(person)
  if (left) await tx.leavers.forget(hash, digest.id)
  const subscriberId = await tx.subscribers.admit({ email, hash, name }, at)
  const outcome = await tx.subscribers.subscribe(subscriberId, digest.id, person.choices, at)
  // It exists already only if another process was faster.
  if (outcome === 'unsubscribed') return hasLeft(person)
  if (outcome !== 'new') return { outcome: 'known', subscriberId }
  return { outcome: left ? 'returned' : 'added', subscriberId }
}

const hasLeft = ({ email }: Person): Admitted => ({
  outcome: 'refused',
  says: said('has-unsubscribed', { address: email }),
})

/** Somebody who used the form and never confirmed is now confirmed by the admin. */
async function confirmFor(
  tx: Repositories,
  { id, subscriberId, status }: { id: number; subscriberId: number; status: SubscriptionStatus },
  { choices }: Person,
  at: Temporal.Instant,
): Promise<Admitted> {
  if (status === 'expired') await tx.subscribers.move(id, 'expired', 'pending', at)
  if (!(await tx.subscribers.move(id, 'pending', 'active', at))) return { outcome: 'known', subscriberId }
  await tx.subscribers.choose(id, choices, at)
  return { outcome: 'added', subscriberId }
}

async function bringBack(
  tx: Repositories,
  { id, subscriberId }: { id: number; subscriberId: number },
  { choices }: Person,
  at: Temporal.Instant,
): Promise<Admitted> {
  // Those who left long ago are deleted.
  if (!(await tx.subscribers.lock(subscriberId))) return { outcome: 'known', subscriberId }
  if (!(await tx.subscribers.move(id, 'unsubscribed', 'active', at)))
    return { outcome: 'known', subscriberId }
  await tx.subscribers.choose(id, choices, at)
  return { outcome: 'returned', subscriberId }
}

/**
 * Adds one subscriber, active at once: for people who asked the admin in person. Somebody who has left is added again, with the choices
 * given now, only if the admin says that they are `returning`.
 */
export async function addSubscriber(
  context: Pick<Context, 'store' | 'clock'>,
  digest: Digest,
  person: NewSubscriber,
  actor: Actor,
  returning = false,
): Promise<Added> {
  requirePermission(actor, 'change-subscribers', digest.id)
  const checked = checkSubscriber(person, digest, await suppressionKey(context))
  if (!checked.ok) return checked
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    const result = await admitSubscriber(tx, digest, checked, at, returning)
    if (result.outcome === 'refused') return { ok: false, field: 'email', ...result.says }
    if (result.outcome !== 'known') {
      await admitAtOnce(tx, result.subscriberId, at)
      const action = result.outcome === 'added' ? 'subscribe' : 'resubscribe'
      const subject = `subscriber:${result.subscriberId}`
      await tx.audit.append({ at, actor, action, subject, detail: { digest: digest.key } })
    }
    return { ok: true, outcome: result.outcome, email: checked.email }
  })
}
