import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { AppError } from '../../../core/errors.ts'
import { may } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'

/** A reader, by the id of the subscription, and its digest. */
export interface FoundReader {
  subscription: Subscription
  digest: Digest
}

/** The reader with an id, if the account may view readers of that digest. Throws `not-found`. */
export async function findReader(
  { store }: Pick<Context, 'store'>,
  actor: Actor,
  subscriptionId: number,
): Promise<FoundReader> {
  const subscription = await store.subscribers.byId(subscriptionId)
  const digest = subscription && (await store.digests.byId(subscription.digestId))
  if (digest && may(actor, 'view-readers', digest.id)) return { subscription, digest }
  throw new AppError('not-found', said('reader-none', { id: subscriptionId }))
}
