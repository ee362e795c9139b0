import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { accountById } from './find-account.ts'

/** Signs an account out everywhere; returns how many sessions ended. */
export async function endSessions(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  id: number,
): Promise<number> {
  requirePermission(actor, 'change-accounts', null)
  return store.transaction(async (tx) => {
    await accountById(tx, id)
    const sessions = await tx.sessions.endAll(id)
    const at = clock.now()
    await tx.audit.append({
      at,
      actor,
      action: 'end-sessions',
      subject: `account:${id}`,
      detail: { sessions },
    })
    return sessions
  })
}
