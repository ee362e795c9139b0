import type { AccountActor } from '../../src/core/entities/account.ts'
import type { Grant, Role } from '../../src/core/entities/actor.ts'
import { startSession } from '../../src/services/accounts/sessions/start-session.ts'
import type { Context } from '../../src/services/context.ts'
import { formTokenField, formTokenOf } from '../../src/web/kit/forms/form-token.ts'
import { sessionCookie } from '../../src/web/kit/sessions/session-cookie.ts'

/** Somebody who is signed in, with requests like a browser's. */
export interface TestAccount {
  actor: AccountActor
  email: string
  /** The session's token. */
  token: string
  /** Cookie and origin, for every request. */
  headers: Record<string, string>
  /** Adds the hidden fields of every form; returns the body of a post. */
  form(fields?: Record<string, string | string[]>): string
  /** The headers of a post with such a body. */
  formHeaders: Record<string, string>
}

let made = 0

/** Creates an account with a role for all digests or one, and signs it in. */
export async function signedIn(
  context: Context,
  role: Role | readonly Grant[],
  digest: number | 'all' = 'all',
): Promise<TestAccount> {
  const grants = typeof role === 'string' ? [{ role, digest }] : role
  made += 1
  const email = `account.${made}@example.org`
  const id = await context.store.accounts.add({ email, name: `Account ${made}`, grants }, context.clock.now())
  if (id === null) throw new Error(`${email} has an account already`)
  const client = { agent: 'Test', address: '127.0.0.1' }
  const token = await context.store.transaction((tx) =>
    startSession(context, tx, { accountId: id, proof: 'passkey', hasSecondFactor: true }, client),
  )
  const { publicUrl } = context.settings
  const headers = {
    cookie: `${sessionCookie(publicUrl).name}=${token}`,
    origin: new URL(publicUrl).origin,
    'sec-fetch-site': 'same-origin',
  }
  return {
    actor: { kind: 'account', id, grants },
    email,
    token,
    headers,
    form: (fields = {}) =>
      new URLSearchParams([
        [formTokenField, formTokenOf(context.random, token)],
        ...Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => [name, value])),
      ]).toString(),
    formHeaders: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
  }
}
