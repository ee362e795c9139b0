import { setImmediate as turn } from 'node:timers/promises'
import type { SubscriptionPlace } from '../../../core/entities/sending/warm-up.ts'
import type { Context } from '../../context.ts'

/** People counted per query. */
const batchSize = 20_000

/**
 * How many readers are waiting: during a warm-up, for their day; without one, all who get e-mail; for the `next` one, those whom it would
 * not take over. Other work runs in between.
 */
export async function countWaiting(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  warmUpId: number | 'next' | null,
  above: SubscriptionPlace | null = null,
): Promise<number> {
  const now = clock.now()
  let all = 0
  let after: number | null = 0
  while (after !== null) {
    const part: { waiting: number; next: number | null } = await store.warmUpReaders.waitingAmong(
      warmUpId,
      { after, count: batchSize, above },
      now,
    )
    all += part.waiting
    after = part.next
    await turn()
  }
  return all
}
