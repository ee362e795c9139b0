import type { Account } from '../../../core/entities/account.ts'
import { unseal } from '../../../core/seal.ts'
import type { Transaction } from '../../../store/store.ts'
import { totpPurpose } from '../credentials/set-up-totp.ts'
import { recoveryHash } from '../secrets/recovery-codes.ts'
import { totpStep } from '../secrets/totp.ts'
import { selfActor } from '../self-actor.ts'
import type { FoundSession } from '../sessions/find-session.ts'
import type { Client } from '../sessions/start-session.ts'
import { enter, type SignInDeps, type SignInResult } from './enter.ts'
import { countAttempt, forgetAttempts } from './throttle.ts'

/** Continues a sign-in with the code of an authenticator app, or with a recovery code. Each is accepted once. */
export async function checkCode(
  context: SignInDeps,
  { session, account, step }: FoundSession,
  code: string,
  client: Client,
): Promise<SignInResult> {
  if (step !== 'code') return { ok: false, code: 'code-refused' }
  const seconds = await countAttempt(context, `code of ${account.id}`, client.address)
  if (seconds > 0) return { ok: false, code: 'sign-in-throttled', seconds }
  const begun = { proof: session.proof, hasSecondFactor: true, formerSession: session.id }
  const token = await context.store.transaction(async (tx) =>
    (await isTaken(context, tx, account, code)) ? enter(context, tx, account, begun, client) : null,
  )
  if (token === null) return { ok: false, code: 'code-refused' }
  await forgetAttempts(context, `code of ${account.id}`, client.address)
  await forgetAttempts(context, account.email, client.address)
  return { ok: true, token }
}

async function isTaken(
  context: SignInDeps,
  tx: Transaction,
  account: Account,
  code: string,
): Promise<boolean> {
  const at = context.clock.now()
  const sealed = await tx.credentials.totp(account.id)
  const secret = sealed === null ? null : unseal(context.linkKeys, totpPurpose(account.id), sealed)
  const step = secret === null ? null : totpStep(secret, code, at)
  if (step !== null) return tx.credentials.takeStep(account.id, step)
  const hash = recoveryHash(context.linkKeys, account.id, code)
  if (!(await tx.credentials.takeRecoveryCode(account.id, hash, at))) return false
  await tx.audit.append({
    at,
    actor: selfActor(account),
    action: 'use-recovery-code',
    subject: `account:${account.id}`,
    detail: { left: await tx.credentials.recoveryCodesLeft(account.id) },
  })
  return true
}
