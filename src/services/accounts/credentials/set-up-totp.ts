import { encode } from 'uqr'
import { AppError } from '../../../core/errors.ts'
import { said } from '../../../core/said/said.ts'
import { seal, unseal } from '../../../core/seal.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { newRecoveryCodes, recoveryHash } from '../secrets/recovery-codes.ts'
import { newTotpSecret, totpAddress, totpStep } from '../secrets/totp.ts'
import { selfActor } from '../self-actor.ts'
import type { FoundSession } from '../sessions/find-session.ts'
import type { Client } from '../sessions/start-session.ts'
import { enter } from '../signing-in/enter.ts'
import { countAttempt } from '../signing-in/throttle.ts'
import { requireChange } from './may-change.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'random' | 'settings' | 'linkKeys' | 'events'>

/** A secret for an authenticator app, which the form sends back; it is stored only after its first correct code. */
export interface TotpOffer {
  secret: string
  /** Rows of the QR code; true means dark. */
  modules: boolean[][]
  sealed: string
}

/** The purpose for which an app's secret is sealed: a row moved to another account cannot be decrypted. */
export const totpPurpose = (accountId: number): string => `totp of account ${accountId}`

const offerPurpose = (accountId: number, sessionId: number): string =>
  `totp offered to account ${accountId} in session ${sessionId}`

/** Offers a secret for an authenticator app; the same one again if the form is shown again. */
export async function offerTotp(
  context: Deps,
  { account, session }: FoundSession,
  given: string | null,
): Promise<TotpOffer> {
  const purpose = offerPurpose(account.id, session.id)
  const kept = given === null ? null : unseal(context.linkKeys, purpose, given)
  const secret = kept ?? newTotpSecret(context.random)
  const newsroom = await context.store.newsroom.get()
  const address = totpAddress(secret, { issuer: newsroom?.name ?? 'Daywire', email: account.email })
  return {
    secret,
    modules: encode(address, { ecc: 'M', border: 4 }).data,
    sealed: seal(context.linkKeys, context.random, purpose, secret),
  }
}

export type TotpResult =
  | { ok: true; token: string; recoveryCodes: string[] }
  | { ok: false; code: 'code-refused' | 'sign-in-throttled' }

/** Sets up an authenticator app with the offered secret and its first code; returns new recovery codes, which are shown once. */
export async function setUpTotp(
  context: Deps,
  found: FoundSession,
  { sealed, code }: { sealed: string; code: string },
  client: Client,
): Promise<TotpResult> {
  requireChange(context, found, 'factor')
  const { account, session } = found
  if ((await countAttempt(context, `app of ${account.id}`, client.address)) > 0)
    return { ok: false, code: 'sign-in-throttled' }
  const secret = unseal(context.linkKeys, offerPurpose(account.id, session.id), sealed)
  const step = secret === null ? null : totpStep(secret, code, context.clock.now())
  if (secret === null || step === null) return { ok: false, code: 'code-refused' }
  const kept = seal(context.linkKeys, context.random, totpPurpose(account.id), secret)
  const begun = { proof: session.proof, hasSecondFactor: true, formerSession: session.id }
  return context.store.transaction(async (tx) => {
    await tx.lock('accounts')
    await requireSame(tx, found)
    await tx.credentials.setTotp(account.id, kept, step)
    await note(context, tx, found, 'set-up-app')
    const recoveryCodes = await replaceRecoveryCodes(context, tx, account.id)
    await tx.sessions.endAll(account.id, session.id)
    return { ok: true, token: await enter(context, tx, account, begun, client), recoveryCodes } as const
  })
}

/** Replaces the recovery codes, after a fresh sign-in; returns the new ones, which are shown once. */
export async function renewRecoveryCodes(context: Deps, found: FoundSession): Promise<string[]> {
  requireChange(context, found, 'factor')
  return context.store.transaction(async (tx) => {
    await note(context, tx, found, 'renew-recovery-codes')
    return replaceRecoveryCodes(context, tx, found.account.id)
  })
}

/** At this step of a sign-in somebody else may have set one up meanwhile. Throws `conflict`. */
async function requireSame(tx: Transaction, { account, step }: FoundSession): Promise<void> {
  if (step === 'factor' && (await tx.credentials.totp(account.id)) !== null)
    throw new AppError('conflict', said('account-app-set-up'))
}

async function replaceRecoveryCodes(context: Deps, tx: Transaction, accountId: number): Promise<string[]> {
  const codes = newRecoveryCodes(context.random)
  await tx.credentials.setRecoveryCodes(
    accountId,
    codes.map((code) => recoveryHash(context.linkKeys, accountId, code)),
  )
  return codes
}

async function note(
  context: Deps,
  tx: Transaction,
  { account }: FoundSession,
  action: string,
): Promise<void> {
  const subject = `account:${account.id}`
  await tx.audit.append({ at: context.clock.now(), actor: selfActor(account), action, subject })
}
