import compress from '@fastify/compress'
import { fastifySSE } from '@fastify/sse'
import type { FastifyInstance } from 'fastify'
import { permissions } from '../../core/permissions.ts'
import { largestForm } from '../kit/limits/limits.ts'
import { contentPolicy } from '../kit/policy.ts'
import type { Scope } from '../kit/scope.ts'
import type { WebContext } from '../web-context.ts'
import { registerChecks } from './checking/checks.ts'
import { registerPreview } from './checking/preview.ts'
import { registerEditionActions } from './editions/actions.ts'
import { registerApprove } from './editions/approve.ts'
import { registerCalendar } from './editions/calendar.ts'
import { registerEdition } from './editions/edition.ts'
import { registerEditions } from './editions/list.ts'
import { registerAssets } from './frame/assets.ts'
import { openDesk, type Desk } from './frame/frame.ts'
import { registerKeys } from './frame/keys.ts'
import { registerFollowSending } from './sending/follow-sending.ts'
import { registerResolve } from './sending/resolve.ts'
import { registerSending } from './sending/sending.ts'
import { registerAddSource } from './sources/add.ts'
import { registerSources } from './sources/list.ts'
import { registerOpml } from './sources/opml.ts'
import { registerRules } from './sources/rules.ts'
import { registerSource } from './sources/source.ts'
import { registerStories } from './stories/search.ts'
import { registerStoryPage } from './stories/story-page.ts'
import { registerStory } from './stories/story.ts'
import { registerTodayPages } from './today/pages.ts'

/** A page of the desk: adds its routes. */
export type RegisterDeskPage = (scope: FastifyInstance, site: WebContext, desk: Desk) => void

const pages: readonly RegisterDeskPage[] = [
  registerKeys,
  registerTodayPages,
  registerEditions,
  registerCalendar,
  registerEdition,
  registerEditionActions,
  registerApprove,
  registerChecks,
  registerPreview,
  registerSending,
  registerFollowSending,
  registerResolve,
  registerStories,
  registerStory,
  registerStoryPage,
  registerSources,
  registerAddSource,
  registerRules,
  registerOpml,
  registerSource,
]

/** HTML as lines of an event; a carriage return would end a line, too. */
const asLines = (html: string): string => html.replace(/\r\n?/g, '\n')

export const deskScope: Scope = {
  name: 'desk',
  prefix: '/desk',
  policy: contentPolicy({ scripts: true }),
  largestBody: largestForm,
  access: permissions,
  pages: [
    async (scope, site) => {
      const desk = openDesk(site)
      await scope.register(compress, { encodings: ['br', 'gzip'], threshold: 1024 })
      await scope.register(fastifySSE, { heartbeatInterval: site.limits.heartbeat, serializer: asLines })
      scope.addHook('preClose', async () => {
        desk.checks.close()
        await desk.followers.close()
      })
      registerAssets(scope, site, desk.assets)
      scope.get('/', { config: { permission: 'view-desk' } }, async (_, reply) =>
        reply.redirect(desk.at('today'), 302),
      )
      for (const register of pages) register(scope, site, desk)
    },
  ],
}
