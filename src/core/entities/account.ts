import type { Actor, Grant, Role } from './actor.ts'

/** A person who signs in. */
export interface Account {
  id: number
  /** Receives one-time links and is used to sign in; unique among accounts. */
  email: string
  name: string
  grants: readonly Grant[]
  createdAt: Temporal.Instant
  /** Null if the account may sign in. */
  disabledAt: Temporal.Instant | null
  lastSignInAt: Temporal.Instant | null
  hasPassword: boolean
  /** True if an authenticator app is set up (RFC 6238). */
  hasTotp: boolean
  passkeys: number
}

/** How a session was started. A demo's link counts as both factors. */
export type Proof = 'link' | 'demo-link' | 'password' | 'passkey'

/** A complete or incomplete sign-in. Only the hash of its token is stored. */
export interface Session {
  id: number
  accountId: number
  proof: Proof
  hasSecondFactor: boolean
  agent: string
  address: string
  createdAt: Temporal.Instant
  seenAt: Temporal.Instant
  endsAt: Temporal.Instant
}

export type NewSession = Omit<Session, 'id' | 'seenAt'> & { hash: string }

/** A passkey of an account, as its authenticator registered it. */
export interface Passkey {
  /** The credential's id, base64url. */
  id: string
  name: string
  /** COSE, base64url. */
  publicKey: string
  counter: number
  transports: string[]
  createdAt: Temporal.Instant | null
  usedAt: Temporal.Instant | null
}

export type AccountActor = Extract<Actor, { kind: 'account' }>

/** The person who is signed in, for a request. */
export interface SignedIn {
  actor: AccountActor
  name: string
  email: string
  signedInAt: Temporal.Instant
}

/**
 * The next step of signing in: the `code` of an authenticator app, the `passkey` that is the second factor, setting a `credential` after a
 * one-time link, or setting up a second `factor`.
 */
export type Step = 'code' | 'passkey' | 'credential' | 'factor'

export const roles = ['editor', 'chief-editor', 'admin', 'analyst'] as const satisfies readonly Role[]

export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text)
}

/** Admins need a second factor; a setting requires it of everyone. */
function needsSecondFactor({ grants }: Pick<Account, 'grants'>, ofAll: boolean): boolean {
  return ofAll || grants.some(({ role }) => role === 'admin')
}

/**
 * The next step of a session, or null if the person is signed in. A passkey that verified its owner is both factors. If an account has a
 * second factor, neither its password nor a one-time link by e-mail lets anybody add another.
 */
export function nextStep(
  account: Pick<Account, 'grants' | 'hasTotp' | 'passkeys'>,
  { proof, hasSecondFactor }: { proof: Proof; hasSecondFactor: boolean },
  secondFactorOfAll: boolean,
): Step | null {
  if (proof === 'passkey' || proof === 'demo-link') return null
  const isNeeded = needsSecondFactor(account, secondFactorOfAll)
  if (!hasSecondFactor && account.hasTotp) return 'code'
  if (!hasSecondFactor && isNeeded && account.passkeys > 0) return 'passkey'
  if (proof === 'link') return 'credential'
  return isNeeded && !hasSecondFactor ? 'factor' : null
}
