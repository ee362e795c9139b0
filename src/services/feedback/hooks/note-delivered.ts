import type { HookEvent } from '../../../mail/hooks/hook.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { tagOfEvent } from './hook-tag.ts'

/** Notes which e-mails have arrived, as a relay reports; in one order, so that two batches never wait for each other. */
export async function noteDelivered(
  tx: Transaction,
  context: Pick<Context, 'settings' | 'linkKeys' | 'clock'>,
  events: readonly HookEvent[],
): Promise<void> {
  const tags = events.map((event) => tagOfEvent(context, event)).filter((tag) => tag !== null)
  const at = context.clock.now()
  for (const tag of tags.toSorted((a, b) => a.edition - b.edition || a.subscription - b.subscription))
    await tx.deliveries.noteDelivered(tag, at)
}
