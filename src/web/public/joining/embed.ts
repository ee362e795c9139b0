import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { notFound } from '../../kit/errors.ts'
import { largestForm } from '../../kit/limits/limits.ts'
import { contentPolicy } from '../../kit/policy.ts'
import type { WebContext } from '../../web-context.ts'
import { challengeScript } from './challenge.ts'
import { signUpFormView } from './form-view.ts'
import { typedFrom } from './query.ts'
import { receiveForm } from './receive.ts'
import { digestOf, noticeOf } from './subscribe.ts'

type Params = { Params: { digest: string } }

/** The form for a frame on the newsroom's other sites, which the settings name; the response is shown in the frame, too. */
export function registerEmbed(web: FastifyInstance, site: WebContext): void {
  const { settings } = site.context
  const policy = contentPolicy({
    framedBy: ["'self'", ...settings.signUps.origins],
    scripts: settings.signUps.isChallenged,
  })
  const show = async (reply: FastifyReply, digest: Digest, state: FrameState): Promise<string> => {
    void reply
      .type('text/html; charset=utf-8')
      .headers({ 'content-security-policy': policy, 'x-robots-tag': 'noindex', 'cache-control': 'no-store' })
    const pages = site.pages.in(digest.language)
    const title = pages.say('subscribeTo', { digest: digest.name })
    return pages.render('embed', title, {
      title,
      newsroom: digest.name,
      isFramed: true,
      script: challengeScript(site),
      ...state,
    })
  }

  web.get<Params>('/subscribe/:digest/embed', async (request, reply) => {
    const digest = await digestOf(site, request.params.digest)
    if (!digest) return notFound(site, reply)
    const typed = typedFrom(request.query)
    const form = await signUpFormView(site, digest, { place: '/embed', ...(typed && { typed }) })
    return show(reply, digest, { notice: '', email: '', form })
  })

  web.post<Params>('/subscribe/:digest/embed', { bodyLimit: largestForm }, async (request, reply) => {
    const digest = await digestOf(site, request.params.digest)
    if (!digest) return notFound(site, reply)
    const received = await receiveForm(site, digest, request)
    const { typed, outcome } = received
    if (outcome === 'sent') return show(reply, digest, { notice: '', email: typed.email, form: null })
    const { notice, status } = noticeOf(site, digest, received, reply)
    void reply.code(status)
    const faults = outcome === 'faults' ? received.faults : {}
    const stamp = outcome === 'again' ? received.stamp : undefined
    const form = await signUpFormView(site, digest, { typed, faults, stamp, place: '/embed' })
    return show(reply, digest, { notice, email: '', form })
  })
}

interface FrameState {
  notice: string
  /** The address that the confirmation was sent to; empty while the form is shown. */
  email: string
  form: Awaited<ReturnType<typeof signUpFormView>> | null
}
