import type { FastifyInstance } from 'fastify'
import type { WebContext } from '../../web-context.ts'
import { viewedPlace, type EditionParams } from '../editions/edition-place.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { showSending } from '../../../services/sending/viewing/show-sending.ts'
import { sendingView } from './sending-view.ts'

/** An edition that is being sent: with scripts the page follows it, without them a link reloads it. */
export function registerSending(scope: FastifyInstance, site: WebContext, desk: Desk): void {
  const config = { permission: 'view-desk' }
  scope.get<EditionParams>('/editions/:key/:name/sending', { config }, async (request, reply) => {
    const { actor } = accountOf(request)
    const shown = await showSending(site.context, actor, viewedPlace(request))
    const view = await sendingView(desk, shown, actor)
    return desk.show(request, reply, 'sending', { title: view.title, place: 'editions' }, view)
  })
}
