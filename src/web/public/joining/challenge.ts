import type { FastifyInstance } from 'fastify'
import { subscribePath } from '../../../core/links.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { makeChallenge } from '../../../services/subscribers/joining/challenge.ts'
import { clientKey } from '../../kit/limits/proxies.ts'
import { contentPolicy, pagePolicy } from '../../kit/policy.ts'
import type { WebContext } from '../../web-context.ts'
import { answerFaultsAsJson } from './json-faults.ts'
import { allowOrigin } from './origins.ts'

/** What a page with the form needs for the challenge. */
export interface ChallengeView {
  address: string
  worker: string
  /** The contact address for people without scripts. */
  contact: string
}

const isAsked = ({ context }: WebContext): boolean => context.settings.signUps.isChallenged

/** Null if no challenge is required. */
export function challengeView(site: WebContext, digest: Digest): ChallengeView | null {
  if (!isAsked(site)) return null
  return {
    address: `${site.path}${subscribePath(digest.key)}/challenge`,
    worker: site.path + site.pages.challengeWorker.name,
    contact: site.newsroom.contact(),
  }
}

/** The script of a page with the form; empty if it needs none. */
export const challengeScript = (site: WebContext): string =>
  isAsked(site) ? site.path + site.pages.challenge.name : ''

/** The policy of such a page. */
export const formPolicy = (site: WebContext): string =>
  isAsked(site) ? contentPolicy({ scripts: true }) : pagePolicy

/** A new challenge, for the form's script and for the newsroom's other sites. It is not stored. */
export async function registerChallenge(web: FastifyInstance, site: WebContext): Promise<void> {
  await web.register(async (json) => {
    answerFaultsAsJson(json, site)
    json.get<{ Params: { digest: string } }>('/subscribe/:digest/challenge', async (request, reply) => {
      const pages = site.pages.in(site.newsroom.language())
      const refuse = (status: number, key: string) =>
        reply.code(status).send({ ok: false, message: pages.say(key) })
      if (!isAsked(site)) return refuse(404, 'notFoundTitle')
      if (!allowOrigin(site, request, reply)) return refuse(403, 'originRefused')
      const seconds = site.rates.challenges.take(clientKey(request.ip))
      if (seconds > 0) {
        void reply.header('retry-after', String(seconds))
        return refuse(429, 'tooManyText')
      }
      return reply.send(await makeChallenge(site.context))
    })
  })
}
