import { setImmediate as turn } from 'node:timers/promises'
import type { SubscriptionPlace } from '../../../core/entities/sending/warm-up.ts'
import type { Context } from '../../context.ts'

/** People that are looked at together. */
const stretch = 20_000

/** How many readers wait for their day; of no warm-up, all who get e-mail; of the `next`, those whom it would not take over. Other work goes on in between. */
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
      { after, count: stretch, above },
      now,
    )
    all += part.waiting
    after = part.next
    await turn()
  }
  return all
}
