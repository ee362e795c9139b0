import { addressHash, readAddress } from '../../core/addresses/address.ts'
import { AppError } from '../../core/errors.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import type { Subscription } from '../../core/entities/subscription.ts'
import type { Context } from '../context.ts'
import { suppressionKey } from './suppression-key.ts'
import { said, saidOf } from '../../core/said/said.ts'

/** The subscription of an address to a digest. Throws `bad-input` for no address, `not-found` where there is none. */
export async function findSubscription(
  context: Pick<Context, 'store'>,
  digest: Digest,
  email: string,
): Promise<Subscription> {
  const reading = readAddress(email)
  if (!reading.ok)
    throw new AppError('bad-input', said('address-refused', { address: email, why: saidOf(reading) }))
  const hash = addressHash(await suppressionKey(context), reading.address)
  const found = (await context.store.subscribers.byHash(hash)).find((s) => s.digestId === digest.id)
  if (!found)
    throw new AppError('not-found', said('not-subscribed', { address: reading.address, digest: digest.key }))
  return found
}
