import { z } from 'zod'
import { challengeEnd, newChallenge } from '../accounts/secrets/challenge.ts'
import type { Context } from '../context.ts'

const purpose = 'public-address'

/** What arrived here of a request that `doctor` sent to the public address. */
export interface Arrived {
  path: string
  /** The header `Host`; empty where none came. */
  host: string
  /** Who asks, as pages see them. */
  client: string
  /** Who opened the connection. */
  peer: string
  isPeerTrusted: boolean
  /** The entries of `X-Forwarded-For`, in their order. */
  forwardedFor: readonly string[]
  /** `X-Forwarded-Proto`; empty where none came. */
  scheme: string
}

export const arrivedSchema: z.ZodType<Arrived> = z.object({
  path: z.string(),
  host: z.string(),
  client: z.string(),
  peer: z.string(),
  isPeerTrusted: z.boolean(),
  forwardedFor: z.array(z.string()),
  scheme: z.string(),
})

/** A path below the public address that this installation alone answers, for ten minutes. */
export const addressProbe = (context: Pick<Context, 'linkKeys' | 'random' | 'clock'>): string =>
  `readyz/${Buffer.from(newChallenge(context, purpose)).toString('base64url')}`

/** Whether a token is of `addressProbe`; nobody else learns what a proxy passes on. */
export const isProbe = (context: Pick<Context, 'linkKeys' | 'clock'>, token: string): boolean =>
  challengeEnd(context, purpose, token) !== null
