import type { Context } from '../context.ts'
import { batch, inBatches } from './batches.ts'
import { terms } from './terms.ts'

type Deps = Pick<Context, 'store'>

/** Sign-ups that nobody confirmed and would go now; those that have just expired wait another week. */
export async function countSignUps({ store }: Deps, now: Temporal.Instant): Promise<number> {
  return (await store.signUps.expiredSince(now.subtract(terms.expired), batch)).length
}

/**
 * Lets subscriptions expire that nobody confirmed within the week, and deletes those that have been expired for another, with
 * the address where nothing else is known of the person. The proof of consent of those who left goes with its term;
 * a request that nobody confirmed proves nothing, and goes as soon in any case.
 */
export async function deleteSignUps({ store }: Deps, now: Temporal.Instant): Promise<number> {
  await store.allowances.prune(now)
  await store.readerLinks.prune(now)
  await store.signUps.deleteUnconfirmed(now.subtract(terms.unconfirmed).subtract(terms.expired))
  await store.signUps.deleteProofs(now.subtract(terms.consent))
  await inBatches(async (count) => {
    const waiting = await store.signUps.waitingSince(now.subtract(terms.unconfirmed), count)
    for (const id of waiting) await store.subscribers.move(id, 'pending', 'expired', now)
    return waiting.length
  })
  return inBatches((count) =>
    store.transaction(async (tx) => {
      const ids = await tx.signUps.expiredSince(now.subtract(terms.expired), count)
      await tx.signUps.deleteExpired(ids)
      return ids.length
    }),
  )
}
