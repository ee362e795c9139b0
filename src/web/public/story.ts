import type { FastifyInstance } from 'fastify'
import { absolute, storyPath } from '../../core/links.ts'
import { storyTime } from '../../core/entities/stories/story-time.ts'
import { withoutTrackingInHtml } from '../../core/text/tracking.ts'
import { findNewsroom } from '../../services/newsroom/find-digest.ts'
import { showStory, storyWithdrawal } from '../../services/editions/viewing/stories/show-story.ts'
import { canonical } from '../kit/views/canonical.ts'
import type { WebContext } from '../web-context.ts'
import { gone, notFound } from '../kit/errors.ts'

/** The permanent page of a story whose body is our own. */
export function registerStory(web: FastifyInstance, site: WebContext): void {
  web.get<{ Params: { slug: string } }>('/stories/:slug', async (request, reply) => {
    const story = await showStory(site.context, request.params.slug)
    if (!story) {
      const withdrawn = await storyWithdrawal(site.context, request.params.slug)
      return withdrawn ? gone(site, reply, withdrawn) : notFound(site, reply)
    }
    const newsroom = await findNewsroom(site.context)
    const picture = story.picture && {
      src: absolute(site.path, story.picture.large.src),
      width: story.picture.large.width,
      height: story.picture.large.height,
      alt: story.picture.alt,
      caption: story.picture.caption,
      credit: story.picture.credit,
    }
    const day = storyTime(story).toZonedDateTimeISO('UTC').toPlainDate()
    void canonical(site, reply, storyPath(request.params.slug)).type('text/html; charset=utf-8')
    return site.pages.render('story', story.headline, {
      newsroom: newsroom?.name ?? 'Daywire',
      label: story.section === 'analysis' ? (newsroom?.analysisTitle ?? '') : '',
      headline: story.headline,
      byline: story.byline,
      source: story.sourceName,
      day: day.toLocaleString(story.language, { dateStyle: 'long' }),
      date: day.toString(),
      picture,
      hasWords: Boolean(picture?.caption ?? picture?.credit),
      summary: story.summary,
      html: withoutTrackingInHtml(story.html ?? ''),
    })
  })
}
