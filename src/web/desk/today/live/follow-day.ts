import type { FastifyInstance } from 'fastify'
import type { AccountActor } from '../../../../core/entities/account.ts'
import { requirePermission } from '../../../../core/permissions.ts'
import { dayNow, type DayNow } from '../../../../services/editions/watching/day-now.ts'
import type { WatchedDay } from '../../../../services/editions/watching/presence.ts'
import { sinceThen, type SinceThen } from '../../../../services/editions/watching/since-then.ts'
import type { WebContext } from '../../../web-context.ts'
import type { Followed } from '../../live/followers.ts'
import { dayPlace, type DayPages, type DayParams, type DayPlace } from '../day.ts'
import { dayParts } from './day-parts.ts'
import { openPresence, type Presence } from './presence.ts'
import { shownIn, type ShownDay } from './shown.ts'

/**
 * Keeps the page of a day up to date: who else is here, what they changed, what was collected, its progress, and the findings of the
 * checks.
 */
export function registerFollowDay(scope: FastifyInstance, site: WebContext, pages: DayPages): void {
  const presence = openPresence(site.context)
  scope.get<DayParams>(
    '/today/:key/:date/live',
    { config: { permission: 'view-desk', isByPage: true }, sse: { kind: 'only' }, exposeHeadRoute: false },
    async (request, reply) => {
      const place = await dayPlace(pages, request)
      const followed = followedDay(pages, presence, place, shownIn(request.query))
      return pages.desk.followers.follow(request, reply, followed)
    },
  )
}

function followedDay(
  { context, desk }: DayPages,
  presence: Presence,
  place: DayPlace,
  shown: ShownDay,
): Followed {
  const day: WatchedDay = { digestId: place.digest.id, date: place.date }
  const key = `day/${day.digestId}/${day.date.toString()}`
  /** Windows that were opened together show the same to one person. */
  const of = ({ id }: AccountActor) => `${key}/since/${shown.change}/${shown.story}/${id}`
  let window: ReturnType<Presence['open']> | null = null
  let last: { now: DayNow; since: SinceThen } | null = null
  return {
    async look(actor, turn) {
      requirePermission(actor, 'view-desk', day.digestId)
      window ??= presence.open(actor, day)
      await window.note(actor)
      const now = await turn.shared(key, () => dayNow(context, actor, day))
      if (!now.present.some(({ account }) => account === actor.id)) await window.note(actor, true)
      const isSame = last?.now.change === now.change && last.now.story === now.story
      const since =
        isSame && last
          ? last.since
          : await turn.shared(of(actor), () => sinceThen(context, actor, day, shown))
      last = { now, since }
      return { parts: dayParts(desk, { place, shown, now, since, at: context.clock.now() }) }
    },
    end: async (actor) => window?.close(actor),
  }
}
