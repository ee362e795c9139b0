import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { accountById } from './find-account.ts'
import { makeLink, type MadeLink } from './make-link.ts'

/**
 * Takes an account's authenticator app, recovery codes and passkeys away, ends its sessions, and makes a one-time link: for who
 * has lost their device. Whoever then comes first sets a new one up, so only who is surely that person should get the link.
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
