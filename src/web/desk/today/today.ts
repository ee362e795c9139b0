import type { FastifyInstance, FastifyReply } from 'fastify'
import { deskDate } from '../../../services/editions/viewing/day/desk-date.ts'
import { deskDay, type DeskDay } from '../../../services/editions/viewing/day/desk-day.ts'
import { dayNow, type DayNow } from '../../../services/editions/watching/day-now.ts'
import { poolDetails } from '../../../services/editions/viewing/day/pool-details.ts'
import { whyUnread } from '../../../services/editions/viewing/stories/unread-page.ts'
import { nameActors } from '../../../services/accounts/name-actors.ts'
import { listTopics } from '../../../services/newsroom/list-topics.ts'
import { viewableDigest, viewableDigests } from '../../../services/newsroom/viewable-digests.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../frame/account.ts'
import { longDate } from '../frame/times.ts'
import { warmUpLine } from '../frame/warm-up-line.ts'
import { changeRows } from './changes/change-rows.ts'
import { dayPlace, type DayPages, type DayParams, type DayPlace, type DayRequest } from './day.ts'
import { doneNotice, storyNamed } from './changes/done.ts'
import { editionView } from './edition-view.ts'
import { headView } from './head-view.ts'
import { chosenFrom, poolAsked, poolView, shownOf } from './pool/pool-view.ts'
import { pooledNamed, namedIn } from './pool/pool-reasons.ts'
import { followQuery, stateOf } from './live/shown.ts'
import { previewView } from './preview-view.ts'
import { progressView } from './progress-view.ts'
import { sumView } from './sum-view.ts'

/** The parts of the page, each shown as a separate page on narrow screens. */
const parts = ['pool', 'edition'] as const

/** Today: the pool, the edition that is made from it, and its preview. */
export function registerToday(scope: FastifyInstance, { context }: WebContext, pages: DayPages): void {
  const config = { permission: 'view-desk' }
  const { desk } = pages
  scope.get('/today', { config }, async (request, reply) => {
    const [digest] = await viewableDigests(context, accountOf(request).actor)
    if (!digest)
      return desk.show(request, reply, 'no-digest', { title: desk.say('today'), place: 'today' }, {})
    return reply.redirect(desk.at(`today/${digest.key}`), 302)
  })
  scope.get<DayParams>('/today/:key', { config }, async (request, reply) => {
    const { actor } = accountOf(request)
    const digest = await viewableDigest(context, actor, request.params.key)
    const date = await deskDate(context, actor, digest)
    return reply.redirect(desk.at(`today/${digest.key}/${date.toString()}`), 302)
  })
  scope.get<DayParams>('/today/:key/:date', { config }, async (request, reply) => {
    const place = await dayPlace(pages, request)
    const { digest, date } = place
    // Read first: whatever is added while the rest is read is then shown by the page's live updates.
    const now = await dayNow(context, place.actor, { digestId: digest.id, date })
    return showDay(pages, request, reply, {
      place,
      now,
      day: await deskDay(context, pages.pools, digest, date),
    })
  })
}

async function showDay(
  pages: DayPages,
  request: DayRequest,
  reply: FastifyReply,
  { place, now, day: read }: { place: DayPlace; now: DayNow; day: DeskDay },
): Promise<string> {
  const { context, desk } = pages
  const { actor } = place
  const people = await nameActors(context, [...read.changes.map(({ by }) => by), ...namedIn(read.pool)])
  const day = { ...read, pool: pooledNamed(read.pool, people, read.digest.schedule.timeZone) }
  const { digest, date, edition } = day
  const names = new Map((await listTopics(context, 'en')).map(({ id, name }) => [id, name]))
  const readers = await pages.readers.of(digest)
  const asked = poolAsked(request.query)
  // Before the freeze the edition's column shows what the rules would currently include.
  const wouldTake = edition ? [] : day.pool.filter(({ stories: [first] }) => first?.gate === 'carried')
  const pool = edition ? day.pool : day.pool.filter((cluster) => !wouldTake.includes(cluster))
  const chosen = chosenFrom(pool, asked)
  const shown = [...wouldTake, ...shownOf(chosen, asked)].flatMap(({ stories }) =>
    stories.map(({ storyId }) => storyId),
  )
  const details = await poolDetails(context, shown)
  const whole = { q: '', gate: '', source: '', all: true }
  const here = place.here
  const view = editionView(day, names, readers)
  const why = await whyUnread(context, storyNamed(request.query))
  const done = doneNotice(desk, request.query, day, view, why)
  return desk.show(
    request,
    reply,
    'today',
    {
      title: desk.say('today'),
      place: 'today',
      scripts: [desk.assets.today],
      ...(done.said && { notice: done.said }),
    },
    {
      here,
      date: longDate(date),
      digests: (await viewableDigests(context, actor)).map(({ key, name }) => ({
        key,
        name,
        isHere: key === digest.key,
      })),
      ...headView(desk, place, day, readers),
      warmUp: warmUpLine(desk, actor, await pages.warmUp.now()),
      live: {
        name: `${day.seen}-${now.story}-${stateOf(now.edition)}`,
        query: followQuery(now, day.seen, request.query),
      },
      progress: progressView(desk, place, now, context.clock.now()),
      sum: sumView(desk, place, now),
      part: parts.find((part) => part === (request.query as { view?: unknown }).view) ?? 'edition',
      seen: day.seen,
      editionId: edition?.id ?? 0,
      isFrozen: edition !== null,
      focus: done.story,
      said: done.said,
      sortable: desk.assets.sortable,
      pool: poolView(day, { pool, chosen, details, asked, names, here }),
      would: poolView(day, { pool: wouldTake, chosen: wouldTake, details, asked: whole, names, here }).rows,
      ...view,
      changes: changeRows(desk, day.changes, {
        names: people,
        headlines: headlinesOf(day),
        zone: digest.schedule.timeZone,
      }),
      preview: edition && previewView(desk, place, edition, request.query),
    },
  )
}

export function headlinesOf({ stories, pool }: Pick<DeskDay, 'stories' | 'pool'>): Map<number, string> {
  return new Map([
    ...pool.flatMap((cluster) =>
      cluster.stories.map(({ storyId, headline }) => [storyId, headline] as const),
    ),
    ...stories.map(({ item }) => [item.storyId, item.headline] as const),
  ])
}
