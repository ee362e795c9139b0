import type { Digest } from '../../core/entities/newsroom.ts'
import type { Subscription } from '../../core/entities/subscription.ts'
import type { Context } from '../context.ts'
import { listSubscribers } from '../subscribers/list-subscribers.ts'

/** The readers whom an edition of a local date would go to now, as the fan-out chooses them: active, on one of their days, not paused. */
export async function* expectedReaders(
  context: Pick<Context, 'store' | 'clock'>,
  digest: Digest,
  date: Temporal.PlainDate,
): AsyncGenerator<Subscription> {
  const now = context.clock.now()
  for await (const subscription of listSubscribers(context, digest, 'active')) {
    const { days, pausedUntil } = subscription
    const isAway = pausedUntil !== null && Temporal.Instant.compare(pausedUntil, now) > 0
    if (!isAway && (days === null || days.includes(date.dayOfWeek))) yield subscription
  }
}
