import type { FastifyInstance } from 'fastify'
import { dateIn } from '../../../core/text/date-format.ts'
import type { Story } from '../../../core/entities/story.ts'
import { storyTime } from '../../../core/entities/stories/story-time.ts'
import { absolute, storyPath } from '../../../core/links.ts'
import { directionOf } from '../../../core/text/direction.ts'
import { withoutTrackingInHtml } from '../../../core/text/tracking.ts'
import { readStory, type ReadStory } from '../../../services/archive/read-story.ts'
import { wordsOf } from '../../../wording/wording.ts'
import type { WebContext } from '../../web-context.ts'
import { readFrame, showPage, type Frame, type PageHead } from './frame.ts'
import { keptPage } from './kept-page.ts'
import { asData, publisherData, sharedPicture } from './sharing.ts'
import { pictureView, storyView } from './story-view.ts'

type Shown = Extract<ReadStory, { kind: 'story' }>

/** The permanent page of a story whose body is our own. */
export function registerStory(web: FastifyInstance, site: WebContext): void {
  web.get<{ Params: { slug: string } }>('/stories/:slug', async (request, reply) => {
    const { slug } = request.params
    return keptPage(site, { request, reply }, storyPath(slug), async () => {
      const found = await readStory(site.context, slug)
      if (!found) return null
      const frame = await readFrame(site)
      if (found.kind === 'story') return storyPage(site, frame, slug, found)
      return { status: 410, text: tombstone(site, frame, slug, found.at) }
    })
  })
}

function tombstone(site: WebContext, frame: Frame, slug: string, at: Temporal.Instant): string {
  const day = dateIn(
    frame.language,
    { dateStyle: 'long' },
    at.toZonedDateTimeISO(frame.timeZone).toPlainDate(),
  )
  const { say } = wordsOf('pages', frame.language)
  const head = {
    ...plainHead,
    title: say('withdrawnTitle'),
    canonicalPath: storyPath(slug),
    isUnlisted: true,
  }
  return showPage(site, 'withdrawn', frame, head, { text: say('withdrawnOn', { day }) })
}

const plainHead = {
  description: '',
  currentTopic: '',
  feeds: null,
  shared: { type: 'website' as const, picture: null, data: '' },
}

/** The page of a story, as readers see it once the sending of an edition that carries it has begun. */
export function storyPage(site: WebContext, frame: Frame, slug: string, { story, entry }: Shown): string {
  const isForeign = story.language !== frame.language
  const at = storyTime(story)
  const date = at.toZonedDateTimeISO(frame.timeZone).toPlainDate()
  const carried = entry && storyView(entry, frame)
  return showPage(site, 'story', frame, headOf(frame, slug, story, entry === null), {
    lang: isForeign ? story.language : '',
    dir: isForeign ? directionOf(story.language).direction : '',
    label: story.section === 'analysis' ? frame.analysisTitle : '',
    topic: carried?.topic ?? null,
    country: carried?.country ?? null,
    corrected: carried?.corrected ?? '',
    byline: story.byline ?? '',
    source: story.sourceName,
    day: dateIn(story.language, { dateStyle: 'long' }, date),
    date: date.toString(),
    picture: story.picture && pictureView(story.picture, frame),
    html: withoutTrackingInHtml(story.html ?? ''),
    carried: carried && { day: carried.day, place: carried.place },
  })
}

/** A story that is not yet in the archive can be read at its URL, but search engines must not list it. */
function headOf(frame: Frame, slug: string, story: Story, isUnlisted: boolean): PageHead {
  const { headline, summary, byline, language } = story
  const { publicUrl } = frame
  const url = publicUrl + storyPath(slug)
  const picture = sharedPicture([story], frame)
  return {
    ...plainHead,
    title: headline,
    description: summary,
    canonicalPath: storyPath(slug),
    isUnlisted,
    shared: {
      type: 'article',
      picture,
      data: asData({
        '@type': story.section === 'analysis' ? 'AnalysisNewsArticle' : 'NewsArticle',
        headline,
        description: summary,
        inLanguage: language,
        datePublished: storyTime(story).toString({ smallestUnit: 'second' }),
        mainEntityOfPage: url,
        url,
        ...(picture && { image: [absolute(publicUrl, picture.src)] }),
        author: byline ? { '@type': 'Person', name: byline } : publisherData(frame),
        publisher: publisherData(frame),
      }),
    },
  }
}
