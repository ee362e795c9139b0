import type { FastifyInstance } from 'fastify'
import { AppError } from '../../../core/errors.ts'
import { said } from '../../../core/said/said.ts'
import { showStoryLife } from '../../../services/collecting/viewing/show-story-life.ts'
import { readingPolicy } from '../../kit/policy.ts'
import { readFrame } from '../../public/reading/frame.ts'
import { storyPage } from '../../public/reading/story.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../frame/account.ts'

/** A story of our own as its public page will show it, for editors before it is published. */
export function registerStoryPage(scope: FastifyInstance, site: WebContext): void {
  scope.get<{ Params: { id: string } }>(
    '/stories/:id/page',
    { config: { permission: 'view-desk' } },
    async (request, reply) => {
      const { id } = request.params
      if (!/^\d{1,15}$/.test(id)) throw new AppError('not-found', said('story-none', { id }))
      const { story } = await showStoryLife(site.context, accountOf(request).actor, Number(id))
      if (story.slug === null) throw new AppError('not-found', said('story-none', { id }))
      void reply
        .type('text/html; charset=utf-8')
        .headers({ 'content-security-policy': readingPolicy, 'cache-control': 'no-store' })
      const shown = { kind: 'story', story, entry: null } as const
      return storyPage(site, await readFrame(site), story.slug, shown)
    },
  )
}
