import type { FastifyInstance } from 'fastify'
import { storyPath } from '../../../core/links.ts'
import { AppError } from '../../../core/errors.ts'
import type { StoryOutcome } from '../../../services/editions/viewing/stories/explain-story.ts'
import { showStoryLife, type StoryLife } from '../../../services/collecting/viewing/show-story-life.ts'
import { listTopics } from '../../../services/newsroom/list-topics.ts'
import type { WebContext } from '../../web-context.ts'
import { editionName } from '../editions/place.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { longDate, machineZone, moment } from '../frame/times.ts'
import { sentence } from '../../../wording/wording.ts'
import { said } from '../../../core/said/said.ts'

/** The whole history of one story. */
export function registerStory(scope: FastifyInstance, { context }: WebContext, desk: Desk): void {
  scope.get<{ Params: { id: string } }>(
    '/stories/:id',
    { config: { permission: 'view-desk' } },
    async (request, reply) => {
      const { id } = request.params
      if (!/^\d{1,15}$/.test(id)) throw new AppError('not-found', said('story-none', { id }))
      const life = await showStoryLife(context, accountOf(request).actor, Number(id))
      const names = new Map((await listTopics(context, 'en')).map((topic) => [topic.id, topic.name]))
      return desk.show(
        request,
        reply,
        'story',
        { title: life.story.headline, place: 'stories' },
        viewOf(life, names),
      )
    },
  )
}

function viewOf({ story, explained, carriedBy }: StoryLife, names: ReadonlyMap<string, string>) {
  const zone = machineZone()
  return {
    headline: story.headline,
    summary: story.summary,
    source: story.sourceName,
    byline: story.byline === story.sourceName ? '' : (story.byline ?? ''),
    link: story.link ?? '',
    language: story.language,
    ownPage: ownPageOf(story, carriedBy),
    seen: moment(story.firstSeenAt, zone),
    published: moment(story.publishedAt, zone),
    zone,
    topics: explained.topics.map(({ id, score, counts, words }) => ({
      id,
      name: names.get(id) ?? id,
      score,
      counts,
      words: words.join(', '),
    })),
    least: explained.least,
    countries: explained.countries.map(({ name }) => name).join(', '),
    carriedBy: carriedBy.map(({ digest, edition }) => ({
      path: `editions/${digest.key}/${editionName(edition)}`,
      date: longDate(edition.date),
      digest: digest.name,
      status: edition.status,
    })),
    outcomes: explained.outcomes.map(outcomeOf),
    versions: explained.changes.map(({ at, changed, headline }) => ({
      at: moment(Temporal.Instant.from(at), zone),
      changed: changed.join(', '),
      headline,
    })),
  }
}

/** The story's public page, or its preview before it is published. */
function ownPageOf({ id, slug }: StoryLife['story'], carriedBy: StoryLife['carriedBy']): string {
  if (slug === null) return ''
  const isPublic = carriedBy.some(({ edition }) => edition.startedAt !== null)
  return isPublic ? storyPath(slug) : `desk/stories/${id}/page`
}

const outcomeOf = ({ digest, edition, outcome, reason, place, duplicateOf, cluster }: StoryOutcome) => ({
  digest,
  edition: edition === '' ? '' : longDate(Temporal.PlainDate.from(edition)),
  gate: `gate-${outcome}`,
  reason: sentence('en', reason),
  place: place?.number ?? 0,
  leader: duplicateOf,
  cluster,
})
