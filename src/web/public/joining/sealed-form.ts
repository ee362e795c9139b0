import { z } from 'zod'
import { seal, unseal } from '../../../core/seal.ts'
import type { WebContext } from '../../web-context.ts'
import type { SignUpTyped } from './form.ts'

const purpose = 'sign-up that was sent'
const longestMs = 24 * 3_600_000

const shape = z.object({
  at: z.number(),
  typed: z.object({
    email: z.string(),
    topics: z.array(z.string()),
    days: z.array(z.string()),
    hour: z.string(),
    timeZone: z.string(),
  }),
})

/** Seals what was typed, for the URL of the next page: nobody else can read or forge it. */
export function sealTyped({ context }: WebContext, typed: SignUpTyped): string {
  const at = context.clock.now().epochMilliseconds
  return seal(context.linkKeys, context.random, purpose, JSON.stringify({ at, typed }))
}

/** What was sealed within the last day; null for anything else. */
export function unsealTyped({ context }: WebContext, sealed: string): SignUpTyped | null {
  const text = unseal(context.linkKeys, purpose, sealed)
  if (text === null) return null
  const { at, typed } = shape.parse(JSON.parse(text))
  return context.clock.now().epochMilliseconds - at > longestMs ? null : typed
}
