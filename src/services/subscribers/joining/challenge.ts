import { hkdfSync } from 'node:crypto'
import { createChallenge, verifySolution, type Challenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { z } from 'zod'
import type { LinkKeys } from '../../../core/token.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'

/** Milliseconds in which a challenge must be solved. */
const lifetime = 20 * 60_000
/**
 * A browser tries counters from 0 on; each costs this many hash rounds, some milliseconds on a phone, so that all takes a second or a few.
 */
const rounds = 2_000
const fewest = 300
const most = 900
/** Characters of a solution; ours have about 700. */
const longest = 4_000

type Deps = Pick<Context, 'clock' | 'random' | 'linkKeys'>

function secretFor(keys: LinkKeys, use: string): string {
  const secret = keys.get(Math.max(...keys.keys())) ?? Buffer.alloc(0)
  return Buffer.from(hkdfSync('sha256', secret, '', `daywire challenge\0${use}`, 32)).toString('hex')
}

const secretsOf = (keys: LinkKeys) => ({
  hmacSignatureSecret: secretFor(keys, 'signature'),
  hmacKeySignatureSecret: secretFor(keys, 'key'),
})

/** A challenge for signing up (proof of work, in the format of ALTCHA 2). It is signed, so nothing is stored. */
export function makeChallenge({ clock, random, linkKeys }: Deps): Promise<Challenge> {
  return createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: rounds,
    counter: fewest + Math.floor(random.next() * (most - fewest)),
    deriveKey,
    // Uses our clock; the library's own expiry uses the machine's.
    data: { until: clock.now().epochMilliseconds + lifetime },
    ...secretsOf(linkKeys),
  })
}

const hex = z.string().regex(/^(?:[0-9a-f]{2}){1,64}$/)
const payload = z.object({
  challenge: z.object({
    parameters: z.looseObject({
      algorithm: z.literal('PBKDF2/SHA-256'),
      cost: z.literal(rounds),
      nonce: hex,
      salt: hex,
      keyLength: z.literal(32),
      keyPrefix: hex,
      keySignature: hex,
      data: z.object({ until: z.number() }),
    }),
    signature: hex,
  }),
  solution: z.object({ counter: z.number(), derivedKey: hex }),
})

/**
 * A challenge that was solved in time, identified by its signature; null for a solution that is wrong, too old, or not of our challenge.
 */
export async function readSolution(
  { clock, linkKeys }: Pick<Context, 'clock' | 'linkKeys'>,
  text: string,
): Promise<{ signature: string; until: number } | null> {
  const read = text.length > longest ? null : payload.safeParse(jsonOf(text))
  if (!read?.success) return null
  const { challenge, solution } = read.data
  const { until } = challenge.parameters.data
  if (until <= clock.now().epochMilliseconds) return null
  const result = await verifySolution({ challenge, solution, deriveKey, ...secretsOf(linkKeys) })
  return result.verified ? { signature: challenge.signature, until } : null
}

/** Marks a solved challenge as used; of several concurrent users, in any process, only one gets true. */
export async function useSolution(
  tx: Pick<Transaction, 'allowances'>,
  { signature, until }: { signature: string; until: number },
  at: Temporal.Instant,
): Promise<boolean> {
  // A budget of one, which is refilled only after the challenge has expired.
  const interval = until - at.epochMilliseconds + 1
  return (await tx.allowances.take({ key: `challenge:${signature}`, burst: 1, interval }, at)) === 0
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'))
  } catch {
    return null
  }
}
