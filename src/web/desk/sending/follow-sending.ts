import type { FastifyInstance } from 'fastify'
import { findViewed } from '../../../services/editions/viewing/find-viewed.ts'
import { showSending } from '../../../services/sending/viewing/show-sending.ts'
import { formTokenFor } from '../../kit/forms/form-token-for.ts'
import type { WebContext } from '../../web-context.ts'
import { viewedPlace, type EditionParams } from '../editions/edition-place.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { isOver, sendingView } from './sending-view.ts'

/** Counting deliveries takes longer than reading a few rows. */
const everyTurns = 2

/** Keeps the page of an edition that is being sent up to date, until sending ends. */
export function registerFollowSending(scope: FastifyInstance, site: WebContext, desk: Desk): void {
  const { context } = site
  scope.get<EditionParams>(
    '/editions/:key/:name/sending/live',
    { config: { permission: 'view-desk', isByPage: true }, sse: { kind: 'only' }, exposeHeadRoute: false },
    async (request, reply) => {
      const place = viewedPlace(request)
      const { edition } = await findViewed(context, accountOf(request).actor, place)
      const token = formTokenFor(site, request)
      return desk.followers.follow(request, reply, {
        every: everyTurns,
        async look(actor, turn) {
          // A shared result is only for followers who may see it themselves.
          await findViewed(context, actor, place)
          const shown = await turn.shared(`sending/${edition.id}`, () => showSending(context, actor, place))
          const view = await sendingView(desk, shown, actor)
          const html = () => desk.part('sending-now', { ...view, token })
          return { parts: [{ id: 'now', key: JSON.stringify(view), html }], isLast: isOver(shown.edition) }
        },
      })
    },
  )
}
