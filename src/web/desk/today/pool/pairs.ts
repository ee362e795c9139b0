import type { FastifyInstance } from 'fastify'
import { perhapsSameOf } from '../../../../services/editions/viewing/stories/perhaps-same.ts'
import type { WebContext } from '../../../web-context.ts'
import { longDate } from '../../frame/times.ts'
import { openDay, type DayPages, type DayParams } from '../day.ts'

/**
 * Pairs of stories that may be about one event, each with a button to merge them: on a separate page, because comparing all stories takes
 * time.
 */
export function registerPairs(scope: FastifyInstance, { context }: WebContext, pages: DayPages): void {
  const { desk } = pages
  scope.get<DayParams>(
    '/today/:key/:date/pairs',
    { config: { permission: 'view-desk' } },
    async (request, reply) => {
      const { place, day } = await openDay(pages, request)
      const { edition } = day
      const carried = new Set(day.stories.map(({ item }) => item.storyId))
      const found = edition ? await perhapsSameOf(context, edition) : { pairs: [], more: 0 }
      const pairs = found.pairs.flatMap(({ stories, likeness }) => {
        // A carried story absorbs the other one.
        const into = stories.find(({ story }) => carried.has(story))
        const other = stories.find((one) => one !== into)
        return into && other ? [{ into, other, likeness: Math.round(likeness * 100) }] : []
      })
      return desk.show(
        request,
        reply,
        'pairs',
        { title: desk.say('pairs'), place: 'today' },
        {
          here: place.here,
          date: `${place.digest.name}, ${longDate(place.date)}`,
          seen: day.seen,
          editionId: edition?.id ?? 0,
          mayChange: place.mayEdit && (edition?.status === 'draft' || edition?.status === 'approved'),
          more: found.more,
          pairs: pairs.map(({ into, other, likeness }) => ({
            likeness,
            button: `merge ${other.story} with ${into.story}`,
            into: { id: into.story, headline: into.headline, source: into.source },
            other: {
              id: other.story,
              headline: other.headline,
              source: other.source,
              gate: `gate-${carried.has(other.story) ? 'carried' : other.outcome}`,
            },
          })),
        },
      )
    },
  )
}
