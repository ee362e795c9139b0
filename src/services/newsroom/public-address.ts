import { z } from 'zod'
import { challengeEnd, newChallenge } from '../accounts/secrets/challenge.ts'
import type { Context } from '../context.ts'

const purpose = 'public-address'

/** What arrived here of a request that `doctor` sent to the public URL. */
export interface Arrived {
  path: string
  /** The header `Host`; empty if absent. */
  host: string
  /** The client's address, as pages see it. */
  client: string
  /** The address that opened the connection. */
  peer: string
  isPeerTrusted: boolean
  /** The entries of `X-Forwarded-For`, in order. */
  forwardedFor: readonly string[]
  /** `X-Forwarded-Proto`; empty if absent. */
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

/** A path below the public URL that only this installation answers, for ten minutes. */
export const addressProbe = (context: Pick<Context, 'linkKeys' | 'random' | 'clock'>): string =>
  `readyz/${Buffer.from(newChallenge(context, purpose)).toString('base64url')}`

/** Whether a token is from `addressProbe`; nobody else learns what a proxy passes on. */
export const isProbe = (context: Pick<Context, 'linkKeys' | 'clock'>, token: string): boolean =>
  challengeEnd(context, purpose, token) !== null
