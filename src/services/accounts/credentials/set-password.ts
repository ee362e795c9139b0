import type { Context } from '../../context.ts'
import { hashPassword } from '../secrets/password-hash.ts'
import { passwordFault, type PasswordFault } from '../secrets/password-rule.ts'
import { selfActor } from '../self-actor.ts'
import type { FoundSession } from '../sessions/find-session.ts'
import type { Client } from '../sessions/start-session.ts'
import { enter } from '../signing-in/enter.ts'
import { requireChange } from './may-change.ts'

/**
 * Sets the password of somebody who used a one-time link or has signed in freshly; all other sessions of the account end, and this one
 * continues with a new token.
 */
export async function setPassword(
  context: Pick<Context, 'store' | 'clock' | 'random' | 'settings'>,
  found: FoundSession,
  password: string,
  client: Client,
): Promise<{ ok: true; token: string } | { ok: false; code: PasswordFault }> {
  requireChange(context, found, 'credential')
  const { account, session } = found
  const fault = passwordFault(password, account)
  if (fault !== null) return { ok: false, code: fault }
  const hash = await hashPassword(context.random, password)
  const at = context.clock.now()
  // The password replaces the link as proof.
  const proof = session.proof === 'link' ? 'password' : session.proof
  const begun = { proof, hasSecondFactor: session.hasSecondFactor, formerSession: session.id }
  const token = await context.store.transaction(async (tx) => {
    await tx.credentials.setPassword(account.id, hash)
    await tx.sessions.endAll(account.id)
    const actor = selfActor(account)
    await tx.audit.append({ at, actor, action: 'set-password', subject: `account:${account.id}` })
    return enter(context, tx, account, begun, client)
  })
  return { ok: true, token }
}
