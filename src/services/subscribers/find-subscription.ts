import { AppError } from '../../core/errors.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import type { Subscription } from '../../core/entities/subscription.ts'
import type { Context } from '../context.ts'
import { hashedAddress } from './hashed-address.ts'
import { said } from '../../core/said/said.ts'

/** The subscription of an address to a digest. Throws `bad-input` for an invalid address, `not-found` if there is none. */
export async function findSubscription(
  context: Pick<Context, 'store'>,
  digest: Digest,
  email: string,
): Promise<Subscription> {
  const { address, hash } = await hashedAddress(context, email)
  const found = (await context.store.subscribers.byHash(hash)).find((s) => s.digestId === digest.id)
  if (!found) throw new AppError('not-found', said('not-subscribed', { address, digest: digest.key }))
  return found
}
