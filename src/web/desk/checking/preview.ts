import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '../../../core/errors.ts'
import { may } from '../../../core/permissions.ts'
import { asShown } from '../../../services/editions/viewing/day/as-shown.ts'
import { findViewed } from '../../../services/editions/viewing/find-viewed.ts'
import { openPreparedEditions } from '../../../services/editions/viewing/preview/prepared-editions.ts'
import type { Preview } from '../../../services/editions/viewing/preview/preview.ts'
import { sendTestMails } from '../../../services/editions/viewing/preview/send-test-mails.ts'
import { viewPreview } from '../../../services/editions/viewing/preview/view-preview.ts'
import { listTopics } from '../../../services/newsroom/list-topics.ts'
import { sentence } from '../../../wording/wording.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { framedMailPolicy, guard } from '../../kit/policy.ts'
import { doneIn, seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { viewedPlace, type EditionParams } from '../editions/edition-place.ts'
import { editionName } from '../editions/place.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { longDate } from '../frame/times.ts'
import { previewQuery, readPreviewQuery, wantedBy, type PreviewChoice } from './preview-query.ts'

type Request = FastifyRequest<EditionParams>

/** A mail of an edition as it would leave: in a frame, as text, as its source; and test mails of it. */
export function registerPreview(scope: FastifyInstance, { context }: WebContext, desk: Desk): void {
  const prepared = openPreparedEditions(context)
  const config = { permission: 'view-desk' }
  const path = '/editions/:key/:name/preview'
  const previewFor = (request: Request, choice: PreviewChoice) =>
    viewPreview(context, prepared, accountOf(request).actor, {
      place: viewedPlace(request),
      wanted: wantedBy(choice),
    })

  const page = async (request: Request, choice: PreviewChoice, test: { to: string; fault: string }) => {
    const { actor } = accountOf(request)
    const { digest, edition } = await findViewed(context, actor, viewedPlace(request))
    const shown = await mailOrReason(() => previewFor(request, choice))
    const topics = (await listTopics(context, 'en')).filter(({ id }) => digest.topics.includes(id))
    const here = desk.at(`editions/${digest.key}/${editionName(edition)}`)
    const query = previewQuery(choice)
    return {
      here,
      query,
      edition: `${digest.name}, ${longDate(edition.date)}`,
      revision: edition.revision,
      topics: topics.map(({ id, name }) => ({ id, name, isChosen: choice.topics.includes(id) })),
      as: choice.as,
      isPhone: choice.width === 'phone',
      scheme: choice.scheme ?? '',
      noPictures: !choice.pictures,
      reason: 'reason' in shown ? shown.reason : '',
      ...('preview' in shown && mailView(shown.preview)),
      mayTest: may(actor, 'send-test-mail', digest.id),
      ...test,
    }
  }

  scope.get<EditionParams>(path, { config }, async (request, reply) => {
    const choice = readPreviewQuery(request.query)
    const view = await page(request, choice, { to: '', fault: '' })
    const done = doneIn(request.query, ['tested'] as const)
    const notice = done && { notice: desk.say('test-sent') }
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

  scope.post<EditionParams>(
    `${path}/test`,
    { config: { permission: 'send-test-mail' } },
    async (request, reply) => {
      const { actor } = accountOf(request)
      const { digest, edition } = await findViewed(context, actor, viewedPlace(request))
      const choice = readPreviewQuery(request.query)
      const form = readForm(z.object({ to: oneText }), request.body)
      const typed = form.typed.to[0] ?? ''
      const to = typed.split(/[\s,;]+/).filter((one) => one !== '')
      const asked = { digest, edition, wanted: wantedBy(choice), to }
      const sent = await sendTestMails(context, asked, actor, await prepared.of(edition))
      const here = desk.at(`editions/${digest.key}/${editionName(edition)}/preview`)
      if (sent.ok) return seeOther(reply, here + previewQuery(choice), 'tested')
      const view = await page(request, choice, { to: typed, fault: sentence('en', sent) })
      const frame = { title: desk.say('preview'), place: 'editions', fault: desk.say('not-sent') } as const
      return desk.show(request, reply.code(422), 'preview', frame, view)
    },
  )
}

function mailView(preview: Preview) {
  const html = preview.html()
  return {
    inbox: preview.inbox,
    sizes: {
      html: kilobytes(Buffer.byteLength(html)),
      text: kilobytes(Buffer.byteLength(preview.text())),
      mail: kilobytes(preview.eml().length),
    },
  }
}

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1000)

/** A mail, or why there is none, such as that there is no news of the topics. */
async function mailOrReason<T extends object>(make: () => Promise<T>): Promise<T | { reason: string }> {
  try {
    return await make()
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not-found' || error.code === 'bad-input'))
      return { reason: sentence('en', error.says) }
    throw error
  }
}
