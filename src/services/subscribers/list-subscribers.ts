import type { Digest } from '../../core/entities/newsroom.ts'
import type { SubscriptionStatus } from '../../core/entities/states.ts'
import type { Subscription } from '../../core/entities/subscription.ts'
import type { Context } from '../context.ts'

/** A digest's subscriptions with one status, a page at a time, so that a million need little memory. */
export async function* listSubscribers(
  { store }: Pick<Context, 'store'>,
  digest: Digest,
  status: SubscriptionStatus,
): AsyncGenerator<Subscription> {
  const count = 500
  let afterId = 0
  for (;;) {
    const page = await store.subscribers.page({ digestId: digest.id, afterId, count, status })
    yield* page
    if (page.length < count) return
    afterId = page.at(-1)?.id ?? afterId
  }
}
