import type { Account, Proof } from '../../../core/entities/account.ts'
import type { Context } from '../../context.ts'
import { secretHash } from '../secrets/secret-hash.ts'
import { selfActor } from '../self-actor.ts'
import type { Client } from '../sessions/start-session.ts'
import { demoPlace, isForThisMachine } from './demo-place.ts'
import { enter, type SignInDeps, type SignInResult } from './enter.ts'

/** The account of a one-time link; null for one that was used, has expired, or does not work here. Does not use it up. */
export async function findLink(
  context: Pick<Context, 'store' | 'clock' | 'settings'>,
  token: string,
  /** The request comes from this machine, as far as can be known. */
  isLocal: boolean,
): Promise<{ account: Account; proof: Extract<Proof, 'link' | 'demo-link'> } | null> {
  const link = await context.store.signIns.link(secretHash(token), context.clock.now())
  const account = link && (await context.store.accounts.byId(link.accountId))
  if (!link || !account || account.disabledAt) return null
  if (!link.kind.startsWith('demo:')) return { account, proof: 'link' }
  const worksHere = isLocal && isForThisMachine(context) && link.kind === (await demoPlace(context))
  return worksHere ? { account, proof: 'demo-link' } : null
}

/** Signs in by a one-time link. Of several concurrent uses, one succeeds. */
export async function useLink(
  context: SignInDeps,
  token: string,
  isLocal: boolean,
  client: Client,
): Promise<SignInResult> {
  const found = await findLink(context, token, isLocal)
  if (!found) return { ok: false, code: 'link-refused' }
  const { account, proof } = found
  const begun = { proof, hasSecondFactor: proof === 'demo-link', formerSession: null }
  const at = context.clock.now()
  const session = await context.store.transaction(async (tx) => {
    if (!(await tx.signIns.useLink(secretHash(token), at))) return null
    const actor = selfActor(account)
    await tx.audit.append({ at, actor, action: 'use-link', subject: `account:${account.id}` })
    return enter(context, tx, account, begun, client)
  })
  return session === null ? { ok: false, code: 'link-refused' } : { ok: true, token: session }
}
