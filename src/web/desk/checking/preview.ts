import type { FastifyInstance, FastifyRequest } from 'fastify'
import { asShown } from '../../../services/editions/viewing/day/as-shown.ts'
import { openPreparedEditions } from '../../../services/editions/viewing/preview/prepared-editions.ts'
import { viewPreview } from '../../../services/editions/viewing/preview/view-preview.ts'
import { framedMailPolicy, guard } from '../../kit/policy.ts'
import { doneIn } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { viewedPlace, type EditionParams } from '../editions/edition-place.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { emptyTestForm, previewPage } from './preview-page.ts'
import { readPreviewQuery, wantedBy, type PreviewChoice } from './preview-query.ts'
import { registerTestMail } from './test-mail.ts'

type Request = FastifyRequest<EditionParams>

/** An e-mail of an edition as it would be sent: in a frame, as text, as its source; and test e-mails of it. */
export function registerPreview(scope: FastifyInstance, site: WebContext, desk: Desk): void {
  const { context } = site
  const prepared = openPreparedEditions(context)
  const config = { permission: 'view-desk' }
  const path = '/editions/:key/:name/preview'
  const previewFor = (request: Request, choice: PreviewChoice) =>
    viewPreview(context, prepared, accountOf(request).actor, {
      place: viewedPlace(request),
      wanted: wantedBy(choice),
    })

  scope.get<EditionParams>(path, { config }, async (request, reply) => {
    const choice = readPreviewQuery(request.query)
    const view = await previewPage(site, desk, prepared, request, choice, emptyTestForm)
    const done = doneIn(request.query, ['tested', 'addresses'] as const)
    const notice = done && {
      notice: desk.say(done === 'tested' ? 'test-sent' : 'test-addresses-saved'),
    }
    return desk.show(
      request,
      reply,
      'preview',
      { title: desk.say('preview'), place: 'editions', ...notice },
      view,
    )
  })

  scope.get<EditionParams>(`${path}/mail`, { config }, async (request, reply) => {
    const choice = readPreviewQuery(request.query)
    const { preview } = await previewFor(request, choice)
    guard(reply, framedMailPolicy)
    return reply.type('text/html; charset=utf-8').send(asShown(preview.html(), choice))
  })
  scope.get<EditionParams>(`${path}/text`, { config }, async (request, reply) => {
    const { preview } = await previewFor(request, readPreviewQuery(request.query))
    return reply.type('text/plain; charset=utf-8').send(preview.text())
  })
  scope.get<EditionParams>(`${path}/source`, { config }, async (request, reply) => {
    const { preview } = await previewFor(request, readPreviewQuery(request.query))
    return reply.type('text/plain; charset=us-ascii').send(preview.eml())
  })
  scope.get<EditionParams>(`${path}/mail.eml`, { config }, async (request, reply) => {
    const { preview } = await previewFor(request, readPreviewQuery(request.query))
    const name = `attachment; filename="${request.params.key.replace(/[^\w-]/g, '')}-${viewedPlace(request).date.toString()}.eml"`
    return reply.type('message/rfc822').header('content-disposition', name).send(preview.eml())
  })

  registerTestMail(scope, site, desk, prepared)
}
