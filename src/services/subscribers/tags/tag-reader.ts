import type { Actor } from '../../../core/entities/actor.ts'
import { readTagName } from '../../../core/entities/readers/tag.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'

/** Adds a tag to a reader; an unknown name creates the tag. Does nothing if the reader has it. */
export async function tagReader(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { subscriberId, digestId }: Subscription,
  name: string,
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'change-subscribers', digestId)
  const reading = readTagName(name)
  if (!reading.ok) return reading
  const at = clock.now()
  return store.transaction(async (tx) => {
    await tx.subscribers.lock(subscriberId)
    const tag = await tx.tags.ensure(reading.name, at)
    if ((await tx.tags.put(tag.id, [subscriberId], at)) > 0) {
      const subject = `subscriber:${subscriberId}`
      await tx.audit.append({ at, actor, action: 'tag', subject, detail: { tag: tag.name } })
    }
    return { ok: true }
  })
}

/** Removes a tag from a reader. */
export async function untagReader(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { subscriberId, digestId }: Subscription,
  tagId: number,
  actor: Actor,
): Promise<void> {
  requirePermission(actor, 'change-subscribers', digestId)
  const at = clock.now()
  await store.transaction(async (tx) => {
    const tag = await tx.tags.byId(tagId)
    if (!tag || (await tx.tags.take(tagId, [subscriberId])) === 0) return
    const subject = `subscriber:${subscriberId}`
    await tx.audit.append({ at, actor, action: 'untag', subject, detail: { tag: tag.name } })
  })
}
