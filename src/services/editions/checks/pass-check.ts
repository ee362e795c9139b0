import type { Actor } from '../../../core/entities/actor.ts'
import { actorText } from '../../../core/entities/actor.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { readPasses, type Pass } from './passes.ts'

/**
 * Overrides a check for an edition's current revision, before approval; the reason is kept with the revision. Throws `bad-input` for a
 * check that nobody may override, and for an invalid reason.
 */
export async function passCheck(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { id, digestId, revision }: Edition,
  pass: Pass,
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'pass-check', digestId)
  const [[check, reason] = ['', '']] = [...readPasses([pass])]
  const at = clock.now()
  return store.transaction(async (tx) => {
    await tx.editions.lock(id)
    const current = await tx.editions.byId(id)
    if (current?.status !== 'draft' || current.revision !== revision) return refused('pass-too-late')
    await tx.passedChecks.put(id, revision, { check, reason, by: actorText(actor), at })
    const detail = { revision, check, reason }
    await tx.audit.append({ at, actor, action: 'pass-check', subject: `edition:${id}`, detail })
    return { ok: true }
  })
}
