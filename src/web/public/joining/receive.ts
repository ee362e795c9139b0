import type { FastifyRequest } from 'fastify'
import { visitorActor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { signUp, type SignUpForm } from '../../../services/subscribers/joining/sign-up.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { readForm } from '../../kit/forms/forms.ts'
import type { WebContext } from '../../web-context.ts'
import { honeypot, signUpForm, solutionField, timeOf, typedIn, type SignUpTyped } from './form.ts'
import type { SignUpFaults } from './form-view.ts'

/** The result of a form. `sent` is also the answer if nothing was sent, so that it reveals nothing. */
export type Received =
  | { outcome: 'sent'; typed: SignUpTyped }
  | { outcome: 'faults'; typed: SignUpTyped; faults: SignUpFaults }
  /** To be sent again: it came too soon after it was shown, or long after. */
  | { outcome: 'again'; typed: SignUpTyped; stamp: string | undefined }
  | { outcome: 'late'; typed: SignUpTyped; seconds: number; reason: string }

/** What a form contains besides what was typed, whether sent by a browser or as JSON by a newsroom's own site. */
export interface Guarded {
  /** Of the field that people do not see. */
  hidden: string
  /** When the form was shown, signed. */
  shown: string
  /** The solved challenge; empty if there is none. */
  solution: string
}

/** Reads a form from a browser, and requests the subscription. */
export async function receiveForm(
  site: WebContext,
  digest: Digest,
  request: FastifyRequest,
): Promise<Received> {
  const { typed: fields } = readForm(signUpForm, request.body)
  const [hidden = ''] = fields[honeypot]
  const [shown = ''] = fields.shown
  const [solution = ''] = fields[solutionField]
  return receive(site, digest, typedIn(fields), { hidden, shown, solution }, request.ip)
}

/** Requests the subscription, unless it is evident that no person sent the form. */
export async function receive(
  site: WebContext,
  digest: Digest,
  typed: SignUpTyped,
  { hidden, shown, solution }: Guarded,
  ip: string,
): Promise<Received> {
  if (hidden !== '') return { outcome: 'sent', typed }
  const time = timeOf(site, shown)
  if (time.is !== 'good')
    return { outcome: 'again', typed, stamp: time.is === 'early' ? time.stamp : undefined }
  return ask(site, digest, { ...typed, ip, solution })
}

/** Requests a subscription; a topic has to be chosen, because none would mean all. */
export async function ask(
  site: WebContext,
  digest: Digest,
  wanted: SignUpTyped & Pick<SignUpForm, 'ip' | 'solution'>,
): Promise<Received> {
  const { ip, solution, ...typed } = wanted
  const { language } = digest
  const { say } = site.pages.in(language)
  const faults = typed.topics.length === 0 ? { topics: say('chooseATopic') } : {}
  if (Object.keys(faults).length > 0 && typed.email !== '') return { outcome: 'faults', typed, faults }
  if (typed.email === '')
    return { outcome: 'faults', typed, faults: { email: say('addressMissing'), ...faults } }
  const result = await signUp(site.context, digest, { ...typed, ip, language, solution }, visitorActor)
  if (result.ok) return { outcome: 'sent', typed }
  if (result.field === null)
    return { outcome: 'late', typed, seconds: result.seconds, reason: wholeSentence(language, result) }
  return { outcome: 'faults', typed, faults: { [result.field]: wholeSentence(language, result) } }
}
