import { z } from 'zod'
import type { WebContext } from '../../web-context.ts'
import { signToken, verifyToken } from '../../../core/token.ts'
import { manyTexts, oneText, type Typed } from '../../kit/forms/forms.ts'

/** What somebody types to sign up; days, hour and zone are copied from another reader's link. */
export interface SignUpTyped {
  email: string
  topics: string[]
  days: string[]
  hour: string
  timeZone: string
}

/** A field that only bots fill in: people do not see it. Its name attracts bots. */
export const honeypot = 'website'
const stamped = 'shown'
/** The solved challenge, if the newsroom requires one. */
export const solutionField = 'altcha'

/** The fields of the form. Services validate their contents. */
export const signUpForm = z.object({
  email: oneText,
  topics: manyTexts,
  days: manyTexts,
  hour: oneText,
  time_zone: oneText,
  [honeypot]: oneText,
  [stamped]: oneText,
  [solutionField]: oneText,
})

type Field =
  'email' | 'topics' | 'days' | 'hour' | 'time_zone' | typeof honeypot | typeof stamped | typeof solutionField

export function typedIn({ email, topics, days, hour, time_zone: zone }: Typed<Field>): SignUpTyped {
  return {
    email: (email[0] ?? '').trim(),
    topics,
    days,
    hour: (hour[0] ?? '').trim(),
    timeZone: (zone[0] ?? '').trim(),
  }
}

type Timed = { context: Pick<WebContext['context'], 'clock' | 'linkKeys'> }

/** People need longer to type an address; bots that do not wait are asked to send the form again. In milliseconds. */
const shortest = 2_000
const longest = 24 * 3_600_000

/**
 * When a form was shown, signed, for its hidden field. A cached page that many share rounds it down to a multiple of `every` milliseconds,
 * so that it stays the same for that long.
 */
export function stampOf({ context: { clock, linkKeys } }: Timed, every = 1_000): string {
  const now = clock.now().epochMilliseconds
  return signToken(linkKeys, now - (now % every), 'form')
}

/** The age of a form: `early` within two seconds, `stale` after a day or without a valid stamp. */
export function timeOf(
  { context: { clock, linkKeys } }: Timed,
  stamp: string,
): { is: 'good' | 'stale' } | { is: 'early'; stamp: string } {
  const shown = verifyToken(linkKeys, stamp, 'form')
  const age = shown === null ? Infinity : clock.now().epochMilliseconds - shown
  if (age > longest || age < 0) return { is: 'stale' }
  return age < shortest ? { is: 'early', stamp } : { is: 'good' }
}
