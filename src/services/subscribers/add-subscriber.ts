import { addressHash, readAddress } from '../../core/address.ts'
import type { Digest } from '../../core/newsroom.ts'
import type { Actor } from '../../core/ports.ts'
import type { Rooms } from '../../store/store.ts'
import type { House } from '../house.ts'
import { readChoices, type WrittenChoices } from './read-choices.ts'
import { suppressionKey } from './suppression-key.ts'

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
      choices: Parameters<Rooms['subscribers']['subscribe']>[2]
    }
  | { ok: false; field: string; reason: string }

export type Added =
  { ok: true; outcome: 'added' | 'known'; email: string } | { ok: false; field: string; reason: string }

/** Checks one person's row against a digest; changes nothing. */
export function checkSubscriber(person: NewSubscriber, digest: Digest, key: Buffer): Checked {
  const reading = readAddress(person.email)
  if (!reading.ok) return { ok: false, field: 'email', reason: `“${person.email}” ${reading.reason}` }
  const choices = readChoices(person, digest)
  if (!choices.ok) return choices
  const name = person.name.trim().slice(0, 200) || null
  return {
    ok: true,
    email: reading.address,
    name,
    hash: addressHash(key, reading.address),
    choices: choices.choices,
  }
}

/** Writes a checked person into the lists: `refused` for one that is suppressed or left, which only they can undo. */
export async function admitSubscriber(
  tx: Rooms,
  digest: Digest,
  person: Extract<Checked, { ok: true }>,
  at: Temporal.Instant,
): Promise<{ outcome: 'added' | 'known'; subscriberId: number } | { outcome: 'refused'; reason: string }> {
  const suppressed = await tx.subscribers.suppression(person.hash)
  if (suppressed) return { outcome: 'refused', reason: `is suppressed: ${suppressed.reason}` }
  const { email, hash, name } = person
  const subscriberId = await tx.subscribers.admit({ email, hash, name }, at)
  const outcome = await tx.subscribers.subscribe(subscriberId, digest.id, person.choices, at)
  if (outcome === 'unsubscribed')
    return {
      outcome: 'refused',
      reason: 'has unsubscribed; only they can come back, by the link in their last mail',
    }
  return { outcome: outcome === 'new' ? 'added' : 'known', subscriberId }
}

/** Adds one subscriber, active at once: for people who asked the admin in person. */
export async function addSubscriber(
  house: Pick<House, 'store' | 'clock'>,
  digest: Digest,
  person: NewSubscriber,
  actor: Actor,
): Promise<Added> {
  const checked = checkSubscriber(person, digest, await suppressionKey(house))
  if (!checked.ok) return checked
  const at = house.clock.now()
  return house.store.transaction(async (tx) => {
    const result = await admitSubscriber(tx, digest, checked, at)
    if (result.outcome === 'refused')
      return { ok: false, field: 'email', reason: `${checked.email} ${result.reason}` }
    const subject = `subscriber:${result.subscriberId}`
    const detail = { digest: digest.key }
    if (result.outcome === 'added') await tx.audit.append({ at, actor, action: 'subscribe', subject, detail })
    return { ok: true, outcome: result.outcome, email: checked.email }
  })
}
