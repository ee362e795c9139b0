import type { Actor } from '../../../core/entities/actor.ts'
import { readTagName } from '../../../core/entities/readers/tag.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'

type Deps = Pick<Context, 'store' | 'clock'>

/** Renames a tag, for all its readers. Refuses the name of another one. */
export async function renameTag(
  { store, clock }: Deps,
  id: number,
  written: string,
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'change-subscribers', null)
  const reading = readTagName(written)
  if (!reading.ok) return reading
  const at = clock.now()
  return store.transaction(async (tx) => {
    const tag = await tx.tags.byId(id)
    if (!tag) return refused('tag-gone')
    if (!(await tx.tags.rename(id, reading.name))) return refused('tag-taken', { name: reading.name })
    const detail = { before: tag.name, name: reading.name }
    await tx.audit.append({ at, actor, action: 'rename-tag', subject: `tag:${id}`, detail })
    return { ok: true }
  })
}

/** Sets whether a tag alerts when an e-mail to one of its readers fails or one of them leaves. */
export async function setTagAlerts(
  { store, clock }: Deps,
  id: number,
  alerts: boolean,
  actor: Actor,
): Promise<void> {
  requirePermission(actor, 'change-subscribers', null)
  const at = clock.now()
  await store.transaction(async (tx) => {
    await tx.tags.setAlerts(id, alerts)
    await tx.audit.append({ at, actor, action: 'tag-alerts', subject: `tag:${id}`, detail: { alerts } })
  })
}

/** Deletes a tag and removes it from its readers, who stay. */
export async function removeTag({ store, clock }: Deps, id: number, actor: Actor): Promise<void> {
  requirePermission(actor, 'change-subscribers', null)
  const at = clock.now()
  await store.transaction(async (tx) => {
    const tag = await tx.tags.byId(id)
    if (!tag) return
    await tx.tags.remove(id)
    await tx.audit.append({
      at,
      actor,
      action: 'remove-tag',
      subject: `tag:${id}`,
      detail: { name: tag.name },
    })
  })
}
