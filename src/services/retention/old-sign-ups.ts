import type { Context } from '../context.ts'
import { batch, inBatches } from './batches.ts'
import { terms } from './terms.ts'

type Deps = Pick<Context, 'store'>

/** Unconfirmed sign-ups that would be deleted now; those that have just expired wait another week. */
export async function countSignUps({ store }: Deps, now: Temporal.Instant): Promise<number> {
  return (await store.signUps.expiredSince(now.subtract(terms.expired), batch)).length
}

/**
 * Expires subscriptions that nobody confirmed within the week, and deletes those that expired a week ago, with the address if nothing else
 * is known about the person. The proof of consent of people who left is deleted after its term; an unconfirmed request proves nothing, and
 * is deleted after the two weeks.
 */
export async function deleteSignUps(
  { store }: Deps,
  now: Temporal.Instant,
  signal: AbortSignal,
): Promise<number> {
  await store.allowances.prune(now)
  await store.readerLinks.prune(now)
  await store.signUps.deleteUnconfirmed(now.subtract(terms.unconfirmed).subtract(terms.expired))
  await store.signUps.deleteProofs(now.subtract(terms.consent))
  await inBatches(async (count) => {
    const waiting = await store.signUps.waitingSince(now.subtract(terms.unconfirmed), count)
    for (const id of waiting) await store.subscribers.move(id, 'pending', 'expired', now)
    return waiting.length
  }, signal)
  return inBatches(
    (count) =>
      store.transaction(async (tx) => {
        const ids = await tx.signUps.expiredSince(now.subtract(terms.expired), count)
        await tx.signUps.deleteExpired(ids)
        return ids.length
      }),
    signal,
  )
}
