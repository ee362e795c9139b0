import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import type { Context } from '../../context.ts'
import { readChoices, type ChoicesReading, type WrittenChoices } from '../read-choices.ts'

/** Changes what a subscriber gets and when; a fault in one field changes nothing, and unchanged choices write nothing. */
export async function choose(
  context: Pick<Context, 'store' | 'clock'>,
  subscription: Subscription,
  digest: Digest,
  written: WrittenChoices,
  actor: Actor,
): Promise<ChoicesReading> {
  requirePermission(actor, 'change-subscription', subscription.digestId, subscription.id)
  const reading = readChoices(written, digest)
  if (!reading.ok) return reading
  const at = context.clock.now()
  await context.store.transaction(async (tx) => {
    // A list that contains this person is merged before this, or does not change them.
    if (!(await tx.subscribers.lock(subscription.subscriberId))) return
    const { topics, days, hour, timeZone } = (await tx.subscribers.byId(subscription.id)) ?? subscription
    if (!(await tx.subscribers.choose(subscription.id, reading.choices, at))) return
    const subject = `subscription:${subscription.id}`
    const detail = { ...reading.choices, before: { topics, days, hour, timeZone } }
    await tx.audit.append({ at, actor, action: 'choose', subject, detail })
  })
  return reading
}
