import type { Actor, Grant, Role } from './actor.ts'

/** A person who signs in. */
export interface Account {
  id: number
  /** Where one-time links go, and what is typed to sign in; no two accounts have the same. */
  email: string
  name: string
  grants: readonly Grant[]
  createdAt: Temporal.Instant
  /** Null while the account may sign in. */
  disabledAt: Temporal.Instant | null
  lastSignInAt: Temporal.Instant | null
  hasPassword: boolean
  /** An authenticator app is set up (RFC 6238). */
  hasTotp: boolean
  passkeys: number
}

/** What a session was begun with. A demo's link counts as both factors. */
export type Proof = 'link' | 'demo-link' | 'password' | 'passkey'

/** Where somebody is signed in, or has begun to. Its token is known as a hash alone. */
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

/** Who asks for a page, signed in. */
export interface SignedIn {
  actor: AccountActor
  name: string
  email: string
  signedInAt: Temporal.Instant
}

/**
 * What somebody has still to do before they are signed in: `code` of their authenticator app, their `passkey` where that is
 * their second factor, set a `credential` after a one-time link, or set up a second `factor`.
 */
export type Step = 'code' | 'passkey' | 'credential' | 'factor'

export const roles = ['editor', 'chief-editor', 'admin', 'analyst'] as const satisfies readonly Role[]

export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text)
}

/** Admins need a second factor; by a setting all do. */
function needsSecondFactor({ grants }: Pick<Account, 'grants'>, ofAll: boolean): boolean {
  return ofAll || grants.some(({ role }) => role === 'admin')
}

/**
 * What is still to do in a session, or null where the person is signed in. A passkey that asked for its owner is both factors.
 * Where an account has a second factor, neither its password nor a one-time link by mail lets anybody add one of their own.
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
