import type { Digest } from '../../../core/entities/newsroom.ts'
import { subscribePath } from '../../../core/links.ts'
import { consentSaid } from '../../../services/subscribers/joining/consent.ts'
import type { SignUpField } from '../../../services/subscribers/joining/sign-up.ts'
import { findNewsroom } from '../../../services/newsroom/find-digest.ts'
import { listTopics } from '../../../services/newsroom/list-topics.ts'
import { sentence } from '../../../wording/wording.ts'
import { directionOf } from '../../../core/text/direction.ts'
import { pageWords } from '../../kit/views/page-words.ts'
import type { WebContext } from '../../web-context.ts'
import { challengeView, type ChallengeView } from './challenge.ts'
import { honeypot, stampOf, type SignUpTyped } from './form.ts'

export type SignUpFaults = Partial<Record<SignUpField, string>>

export interface SignUpFormView {
  action: string
  stamp: string
  honeypot: string
  email: string
  topics: { id: string; name: string; isChosen: boolean }[]
  /** Days, hour and zone, in hidden fields. */
  carried: { name: string; value: string }[]
  /** The language and direction of the digest's own texts, if they differ from the page's. */
  lang: string
  dir: string
  consent: string
  /** The privacy notice; empty if there is none. */
  privacy: string
  /** Null if no challenge is required. */
  challenge: ChallengeView | null
  faults: Record<SignUpField, string>
}

/** The form to sign up for a digest, for the partial `sign-up`. All topics are chosen unless something was typed. */
export async function signUpFormView(
  site: WebContext,
  digest: Digest,
  { typed, faults = {}, stamp, place = '', language = digest.language }: FormState = {},
): Promise<SignUpFormView> {
  const newsroom = await findNewsroom(site.context)
  const all = await listTopics(site.context, digest.language)
  const chosen = typed?.topics ?? digest.topics
  const isForeign = pageWords(language).language !== pageWords(digest.language).language
  return {
    action: site.path + subscribePath(digest.key) + place,
    stamp: stamp ?? stampOf(site),
    honeypot,
    email: typed?.email ?? '',
    topics: digest.topics.flatMap((id) => {
      const topic = all.find((one) => one.id === id)
      return topic ? [{ id, name: topic.name, isChosen: chosen.includes(id) }] : []
    }),
    carried: carriedBy(typed),
    lang: isForeign ? digest.language : '',
    dir: isForeign ? directionOf(digest.language).direction : '',
    consent: newsroom ? sentence(digest.language, consentSaid(newsroom, digest)) : '',
    privacy: site.newsroom.ownPages().includes('privacy') ? `${site.path}privacy` : '',
    challenge: challengeView(site, digest),
    faults: { email: '', topics: '', days: '', hour: '', time_zone: '', solution: '', ...faults },
  }
}

interface FormState {
  typed?: SignUpTyped
  faults?: SignUpFaults
  stamp?: string | undefined
  /** Below the digest's own path. */
  place?: string
  /** The page's language; by default the digest's. */
  language?: string
}

function carriedBy(typed: SignUpTyped | undefined): SignUpFormView['carried'] {
  if (!typed) return []
  const { days, hour, timeZone } = typed
  return [
    ...days.map((value) => ({ name: 'days', value })),
    ...(hour === '' ? [] : [{ name: 'hour', value: hour }]),
    ...(timeZone === '' ? [] : [{ name: 'time_zone', value: timeZone }]),
  ]
}
