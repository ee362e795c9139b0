import type { Grant } from '../../../core/entities/actor.ts'
import { commandActor } from '../../../core/entities/actor.ts'
import { AppError } from '../../../core/errors.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { demoPlace } from '../signing-in/demo-place.ts'
import { grantsText } from './grants.ts'
import { putLink } from './make-link.ts'

/**
 * The one-time link of a demo account, which is created if necessary. It signs in without a second factor, only on this machine and for
 * this folder.
 */
export async function demoLink(
  context: Pick<Context, 'store' | 'clock' | 'random' | 'settings'>,
  { email, name, grants }: { email: string; name: string; grants: readonly Grant[] },
): Promise<string> {
  requirePermission(commandActor, 'change-accounts', null)
  const place = await demoPlace(context)
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    const added = await tx.accounts.add({ email, name, grants }, at)
    const id = added ?? (await tx.accounts.byEmail(email))?.id
    if (id === undefined) throw new AppError('not-found', said('account-unknown', { email }))
    if (added !== null) {
      const detail = { email, grants: grantsText(grants) }
      await tx.audit.append({
        at,
        actor: commandActor,
        action: 'add-account',
        subject: `account:${id}`,
        detail,
      })
    }
    return (await putLink(context, tx, id, 'demo', place)).url
  })
}
