import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { oneLine } from '../../../core/text/text.ts'
import type { Context } from '../../context.ts'
import { challengeEnd, newChallenge } from '../secrets/challenge.ts'
import { secretHash } from '../secrets/secret-hash.ts'
import { selfActor } from '../self-actor.ts'
import type { FoundSession } from '../sessions/find-session.ts'
import type { Client } from '../sessions/start-session.ts'
import { enter } from '../signing-in/enter.ts'
import { requireChange } from './may-change.ts'
import { passkeyHost, type PasskeyHost } from './passkey-host.ts'
import { webauthn } from './webauthn.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'random' | 'settings' | 'linkKeys'>

const longestName = 60
/** EdDSA, ES256 and RS256 (RFC 9053): every authenticator supports one of them. */
const supportedAlgorithmIDs = [-8, -7, -257]

const purposeOf = ({ session }: FoundSession): string => `new passkey in session ${session.id}`

/** What a browser needs to make a passkey; null if the public URL does not allow passkeys. */
export async function offerPasskey(
  context: Deps,
  found: FoundSession,
): Promise<PublicKeyCredentialCreationOptionsJSON | null> {
  const host = passkeyHost(context)
  if (!host) return null
  const { account } = found
  const newsroom = await context.store.newsroom.get()
  const { generateRegistrationOptions } = await webauthn()
  return generateRegistrationOptions({
    rpName: newsroom?.name ?? 'Daywire',
    rpID: host.rpID,
    userName: account.email,
    userDisplayName: account.name,
    // The same for all passkeys of an account, so that a device keeps only one; it contains no personal data.
    userID: new Uint8Array(Buffer.from(secretHash(`account ${account.id} at ${host.rpID}`), 'base64url')),
    challenge: newChallenge(context, purposeOf(found)),
    attestationType: 'none',
    supportedAlgorithmIDs,
    excludeCredentials: (await context.store.credentials.passkeys(account.id)).map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

export type PasskeyResult = { ok: true; token: string } | { ok: false; code: 'passkey-refused' }

/** Adds the passkey that a browser made, for somebody who used a one-time link or has signed in freshly; the session gets a new token. */
export async function addPasskey(
  context: Deps,
  found: FoundSession,
  { response, name }: { response: string; name: string },
  client: Client,
): Promise<PasskeyResult> {
  requireChange(context, found, 'credential')
  const host = passkeyHost(context)
  const made = host && (await verified(context, host, found, response))
  if (!made) return { ok: false, code: 'passkey-refused' }
  const { account, session } = found
  const at = context.clock.now()
  const shownName = oneLine(name).slice(0, longestName) || 'Passkey'
  const proof = session.proof === 'link' ? 'passkey' : session.proof
  const begun = { proof, hasSecondFactor: session.hasSecondFactor, formerSession: session.id }
  const token = await context.store.transaction(async (tx) => {
    if (!(await tx.signIns.spend(made.challenge, made.challengeEnds))) return null
    const passkey = { ...made, name: shownName, createdAt: null, usedAt: null }
    if (!(await tx.credentials.addPasskey(account.id, passkey, at))) return null
    const actor = selfActor(account)
    const subject = `account:${account.id}`
    await tx.audit.append({ at, actor, action: 'add-passkey', subject, detail: { name: shownName } })
    return enter(context, tx, account, begun, client)
  })
  return token === null ? { ok: false, code: 'passkey-refused' } : { ok: true, token }
}

async function verified(context: Deps, { rpID, origin }: PasskeyHost, found: FoundSession, response: string) {
  let seen = ''
  let ends: Temporal.Instant | null = null
  try {
    const { verifyRegistrationResponse } = await webauthn()
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: JSON.parse(response) as RegistrationResponseJSON,
      expectedChallenge: (challenge) => {
        seen = challenge
        ends = challengeEnd(context, purposeOf(found), challenge)
        return ends !== null
      },
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      supportedAlgorithmIDs,
    })
    if (!verified || ends === null) return null
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential
    return {
      id,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      counter,
      transports: transports.filter((transport) => /^[\w-]{1,20}$/.test(transport)).slice(0, 8),
      challenge: secretHash(seen),
      challengeEnds: ends as Temporal.Instant,
    }
  } catch {
    // The data is no valid passkey: which part is wrong would help nobody honest.
    return null
  }
}

/** Removes a passkey after a fresh sign-in; refused if the account could not sign in without it. */
export async function removePasskey(
  context: Deps,
  found: FoundSession,
  id: string,
): Promise<'done' | 'gone' | 'last-credential'> {
  requireChange(context, found, 'credential')
  const { account } = found
  return context.store.transaction(async (tx) => {
    await tx.lock('accounts')
    const passkeys = await tx.credentials.passkeys(account.id)
    if (passkeys.length === 1 && (await tx.credentials.password(account.id)) === null)
      return 'last-credential'
    if (!(await tx.credentials.removePasskey(account.id, id))) return 'gone'
    const name = passkeys.find((passkey) => passkey.id === id)?.name ?? ''
    await tx.audit.append({
      at: context.clock.now(),
      actor: selfActor(account),
      action: 'remove-passkey',
      subject: `account:${account.id}`,
      detail: { name },
    })
    return 'done'
  })
}
