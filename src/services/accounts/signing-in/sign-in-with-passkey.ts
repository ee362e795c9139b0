import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import type { Passkey } from '../../../core/entities/account.ts'
import type { Context } from '../../context.ts'
import { passkeyHost, type PasskeyHost } from '../credentials/passkey-host.ts'
import { webauthn } from '../credentials/webauthn.ts'
import { challengeEnd, newChallenge } from '../secrets/challenge.ts'
import { secretHash } from '../secrets/secret-hash.ts'
import type { Client } from '../sessions/start-session.ts'
import { enter, type SignInDeps, type SignInResult } from './enter.ts'
import { countAttempt, forgetAttempts } from './throttle.ts'

const purpose = 'sign in'

/** What a browser needs to ask for a passkey of any account; null if the public URL does not allow passkeys. */
export async function askForPasskey(
  context: Pick<Context, 'linkKeys' | 'random' | 'clock' | 'settings'>,
): Promise<PublicKeyCredentialRequestOptionsJSON | null> {
  const host = passkeyHost(context)
  if (!host) return null
  const { generateAuthenticationOptions } = await webauthn()
  return generateAuthenticationOptions({
    rpID: host.rpID,
    challenge: newChallenge(context, purpose),
    userVerification: 'required',
  })
}

/** Signs in by a passkey with user verification, which counts as both factors. Each answer is accepted once. */
export async function signInWithPasskey(
  context: SignInDeps,
  response: string,
  former: { id: number; accountId: number } | null,
  client: Client,
): Promise<SignInResult> {
  const host = passkeyHost(context)
  const answer = answerIn(response)
  if (!host || !answer) return { ok: false, code: 'passkey-refused' }
  const seconds = await countAttempt(context, `passkey ${answer.id}`, client.address)
  if (seconds > 0) return { ok: false, code: 'sign-in-throttled', seconds }
  const passkey = await context.store.credentials.passkey(answer.id)
  const account = passkey && (await context.store.accounts.byId(passkey.accountId))
  if (!passkey || !account || account.disabledAt) return { ok: false, code: 'passkey-refused' }
  const proven = await verified(context, host, passkey, answer)
  if (!proven) return { ok: false, code: 'passkey-refused' }
  const formerSession = former?.accountId === account.id ? former.id : null
  const begun = { proof: 'passkey', hasSecondFactor: true, formerSession } as const
  const token = await context.store.transaction(async (tx) => {
    const at = context.clock.now()
    if (!(await tx.signIns.spend(proven.challenge, proven.challengeEnds))) return null
    if (!(await tx.credentials.notePasskey(passkey.id, passkey.counter, proven.counter, at))) return null
    return enter(context, tx, account, begun, client)
  })
  if (token === null) return { ok: false, code: 'passkey-refused' }
  await forgetAttempts(context, `passkey ${answer.id}`, client.address)
  return { ok: true, token }
}

function answerIn(response: string): AuthenticationResponseJSON | null {
  try {
    const answer = JSON.parse(response) as AuthenticationResponseJSON | null
    return typeof answer?.id === 'string' && /^[\w-]{1,1400}$/.test(answer.id) ? answer : null
  } catch {
    return null
  }
}

async function verified(
  context: SignInDeps,
  { rpID, origin }: PasskeyHost,
  passkey: Passkey,
  response: AuthenticationResponseJSON,
) {
  let seen = ''
  let ends: Temporal.Instant | null = null
  try {
    const { verifyAuthenticationResponse } = await webauthn()
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => {
        seen = challenge
        ends = challengeEnd(context, purpose, challenge)
        return ends !== null
      },
      expectedOrigin: origin,
      expectedRPID: rpID,
      requireUserVerification: true,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    })
    if (!verified || ends === null) return null
    const challengeEnds: Temporal.Instant = ends
    return { challenge: secretHash(seen), challengeEnds, counter: authenticationInfo.newCounter }
  } catch {
    // As with a new one: what is wrong would help nobody honest.
    return null
  }
}
