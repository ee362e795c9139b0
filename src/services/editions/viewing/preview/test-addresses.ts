import { addressHash, readAddress } from '../../../../core/addresses/address.ts'
import type { Actor } from '../../../../core/entities/actor.ts'
import type { Digest } from '../../../../core/entities/newsroom.ts'
import { isSuppressed } from '../../../../core/entities/suppression.ts'
import { requirePermission } from '../../../../core/permissions.ts'
import { refused, saidOf, type Refused } from '../../../../core/said/said.ts'
import type { Repositories } from '../../../../store/store.ts'
import type { Context } from '../../../context.ts'
import { suppressionKey } from '../../../subscribers/suppression-key.ts'

/** Addresses stored for a digest. */
const mostSaved = 20

/** Usual recipients of a digest's test e-mails, in alphabetical order. */
export async function listTestAddresses(
  { store }: Pick<Context, 'store'>,
  digest: Digest,
  actor: Actor,
): Promise<string[]> {
  requirePermission(actor, 'send-test-mail', digest.id)
  return store.testAddresses.of(digest.id)
}

/** Replaces the stored addresses, without repeats; or returns which one is invalid. */
export async function setTestAddresses(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  digest: Digest,
  written: readonly string[],
  actor: Actor,
): Promise<{ ok: true; addresses: string[] } | Refused> {
  requirePermission(actor, 'send-test-mail', digest.id)
  const addresses = readTestAddresses(written)
  if ('ok' in addresses) return addresses
  if (addresses.length > mostSaved)
    return refused('test-addresses-too-many', { count: addresses.length, most: mostSaved })
  const at = clock.now()
  return store.transaction(async (tx) => {
    await tx.testAddresses.replace(digest.id, addresses)
    const detail = { addresses: addresses.length }
    await tx.audit.append({ at, actor, action: 'set-test-addresses', subject: `digest:${digest.id}`, detail })
    return { ok: true, addresses }
  })
}

/** Addresses as people write them, without repeats; or which one is invalid. */
export function readTestAddresses(written: readonly string[]): string[] | Refused {
  const addresses = new Map<string, string>()
  for (const one of written) {
    const reading = readAddress(one)
    if (!reading.ok) return refused('test-mail-bad-address', { email: one, why: saidOf(reading) })
    const key = reading.address.toLowerCase()
    if (!addresses.has(key)) addresses.set(key, reading.address)
  }
  return [...addresses.values()]
}

/** Refuses if one of the addresses is suppressed, which applies to test e-mails, too; otherwise null. */
export async function suppressedAmong(
  context: { store: Pick<Repositories, 'newsroom' | 'suppressions'> },
  addresses: readonly string[],
): Promise<Refused | null> {
  const key = await suppressionKey(context)
  for (const email of addresses) {
    const suppression = await context.store.suppressions.inForce(addressHash(key, email), email)
    // A domain is lifted differently from an address.
    if (suppression?.domain != null) return { ok: false, ...isSuppressed(email, suppression) }
    if (suppression) return refused('test-mail-suppressed', { email, why: suppression.reason })
  }
  return null
}
