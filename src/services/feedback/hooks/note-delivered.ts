import type { HookEvent } from '../../../mail/hooks/hook.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import type { ReturnTag } from '../../../core/return-path.ts'
import { tagOfEvent } from './hook-tag.ts'

/** Our e-mails that these events report as delivered, each once, in a fixed order, so that concurrent batches cannot deadlock. */
export function deliveredIn(
  context: Pick<Context, 'settings' | 'linkKeys'>,
  events: readonly HookEvent[],
): ReturnTag[] {
  const tags = new Map<string, ReturnTag>()
  for (const event of events) {
    const tag = tagOfEvent(context, event)
    if (tag) tags.set(`${tag.edition}/${tag.subscription}`, tag)
  }
  return [...tags.values()].toSorted((a, b) => a.edition - b.edition || a.subscription - b.subscription)
}

/** Records that they have arrived, as reported by a relay. */
export async function noteDelivered(
  tx: Transaction,
  tags: readonly ReturnTag[],
  at: Temporal.Instant,
): Promise<void> {
  for (const tag of tags) await tx.deliveries.noteDelivered(tag, at)
}
