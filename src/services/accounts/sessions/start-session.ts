import type { Proof } from '../../../core/entities/account.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { newSecret, secretHash } from '../secrets/secret-hash.ts'
import { sessionTerms } from './session-terms.ts'

/** Where somebody signs in from. */
export interface Client {
  /** The browser's user agent. */
  agent: string
  address: string
}

export interface Begun {
  accountId: number
  proof: Proof
  hasSecondFactor: boolean
}

const longestAgent = 300

/** Starts a session in a transaction; returns its token, of 128 bits. */
export async function startSession(
  { clock, random }: Pick<Context, 'clock' | 'random'>,
  tx: Pick<Transaction, 'sessions'>,
  begun: Begun,
  client: Client,
): Promise<string> {
  const token = newSecret(random)
  const now = clock.now()
  await tx.sessions.add({
    ...begun,
    hash: secretHash(token),
    agent: client.agent.slice(0, longestAgent),
    address: client.address,
    createdAt: now,
    endsAt: now.add(sessionTerms.absolute),
  })
  return token
}
