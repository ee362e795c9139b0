import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { accountById } from './find-account.ts'
import { makeLink, type MadeLink } from './make-link.ts'

/**
 * Removes an account's authenticator app, recovery codes and passkeys, ends its sessions, and makes a one-time link, for somebody who lost
 * their device. Whoever opens the link first sets up the new factor, so make sure that only the owner gets it.
 */
export async function resetFactor(
  context: Pick<Context, 'store' | 'clock' | 'random' | 'settings' | 'linkKeys'>,
  actor: Actor,
  id: number,
): Promise<MadeLink> {
  requirePermission(actor, 'change-accounts', null)
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    const account = await accountById(tx, id)
    await tx.credentials.resetFactors(id)
    const sessions = await tx.sessions.endAll(id)
    await tx.audit.append({
      at,
      actor,
      action: 'reset-factor',
      subject: `account:${id}`,
      detail: { sessions },
    })
    return makeLink(context, tx, account, 'link')
  })
}
