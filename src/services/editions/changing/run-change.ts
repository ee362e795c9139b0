import type { Actor } from '../../../core/entities/actor.ts'
import type { Change } from '../../../core/entities/changes/change.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import {
  type ChangeBasis,
  type Changed,
  type ChangeTx,
  makeChange,
  type ChangeRefused,
} from './make-change.ts'

export type ChangeDeps = Pick<Context, 'store' | 'clock'>

/** Makes one change in a transaction of its own, if the actor may edit the digest's editions; `ready` prepares what it needs there. */
export async function runChange(
  { store, clock }: ChangeDeps,
  basis: ChangeBasis,
  actor: Actor,
  ready: Change | ((making: ChangeTx) => Promise<Change | ChangeRefused>),
): Promise<Changed> {
  requirePermission(actor, 'edit-edition', basis.digestId)
  return store.transaction(async (tx) => {
    await tx.lock('changes')
    const making = { tx, basis, actor, at: clock.now() }
    const change = typeof ready === 'function' ? await ready(making) : ready
    return 'ok' in change ? change : makeChange(making, change)
  })
}
