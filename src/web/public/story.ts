import type { FastifyInstance } from 'fastify'
import { absolute, storyPath } from '../../core/links.ts'
import { storyTime } from '../../core/story-time.ts'
import { withoutTrackingInHtml } from '../../core/tracking.ts'
import { findNewsroom } from '../../services/newsroom/find-digest.ts'
import { showStory } from '../../services/editions/show-story.ts'
import { canonical } from '../canonical.ts'
import type { Desk } from '../desk.ts'
import { notFound } from '../faults.ts'

/** The permanent page of a story whose body is our own. */
export function registerStory(web: FastifyInstance, desk: Desk): void {
  web.get<{ Params: { slug: string } }>('/stories/:slug', async (request, reply) => {
    const story = await showStory(desk.context, request.params.slug)
    if (!story) return notFound(desk, reply)
    const newsroom = await findNewsroom(desk.context)
    const picture = story.picture && {
      src: absolute(desk.context.settings.publicUrl, story.picture.large.src),
      width: story.picture.large.width,
      height: story.picture.large.height,
      alt: story.picture.alt,
      caption: story.picture.caption,
      credit: story.picture.credit,
    }
    const day = storyTime(story).toZonedDateTimeISO('UTC').toPlainDate()
    void canonical(desk, reply, storyPath(request.params.slug)).type('text/html; charset=utf-8')
    return desk.pages.render('story', story.headline, {
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
