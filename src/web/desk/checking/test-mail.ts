import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findViewed } from '../../../services/editions/viewing/find-viewed.ts'
import type { PreparedEditions } from '../../../services/editions/viewing/preview/prepared-editions.ts'
import { sendTestMails } from '../../../services/editions/viewing/preview/send-test-mails.ts'
import { setTestAddresses } from '../../../services/editions/viewing/preview/test-addresses.ts'
import { sentence } from '../../../wording/wording.ts'
import { manyTexts, oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { viewedPlace, type EditionParams } from '../editions/edition-place.ts'
import { editionName } from '../editions/place.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { longDate } from '../frame/times.ts'
import { emptyTestForm, previewPage } from './preview-page.ts'
import { previewQuery, readPreviewQuery, wantedBy } from './preview-query.ts'

const config = { permission: 'send-test-mail' }
const path = '/editions/:key/:name/preview'
const addressesIn = (text: string): string[] => text.split(/[\s,;]+/).filter((one) => one !== '')

/** A test e-mail is confirmed first, with its recipients. */
function confirmation(desk: Desk, { subject, to }: { subject: string; to: string[] }) {
  return {
    title: desk.say('test-mail-title'),
    facts: [desk.say('test-mail-audience', { count: to.length, addresses: to.join(', ') }), subject],
    hidden: [
      { field: 'to', value: to.join(', ') },
      { field: 'sure', value: 'yes' },
    ],
    button: desk.say('test-mail-button', { count: to.length }),
  }
}

/** Test e-mails of an edition, and the saved addresses to which they usually go. */
export function registerTestMail(
  scope: FastifyInstance,
  site: WebContext,
  desk: Desk,
  prepared: PreparedEditions,
): void {
  const { context } = site
  const frame = { title: desk.say('preview'), place: 'editions' } as const

  scope.post<EditionParams>(`${path}/test`, { config }, async (request, reply) => {
    const { actor } = accountOf(request)
    const { digest, edition } = await findViewed(context, actor, viewedPlace(request))
    const choice = readPreviewQuery(request.query)
    const { typed } = readForm(z.object({ saved: manyTexts, to: oneText, sure: oneText }), request.body)
    const to = typed.to[0] ?? ''
    const dryRun = typed.sure[0] !== 'yes'
    const wanted = wantedBy(choice)
    const asked = { digest, edition, wanted, to: [...typed.saved, ...addressesIn(to)], dryRun }
    const sent = await sendTestMails(context, asked, actor, await prepared.of(edition))
    const here = desk.at(`editions/${digest.key}/${editionName(edition)}/preview`)
    const back = here + previewQuery(choice)
    if (sent.ok && !dryRun) return seeOther(reply, back, 'tested')
    if (sent.ok) {
      const place = { action: `${here}/test${previewQuery(choice)}`, back }
      const about = `${digest.name}, ${longDate(edition.date)}`
      return desk.show(request, reply, 'confirm', frame, {
        edition: about,
        ...confirmation(desk, sent),
        ...place,
      })
    }
    const test = { ...emptyTestForm, ticked: typed.saved, to, fault: sentence('en', sent) }
    const view = await previewPage(site, desk, prepared, request, choice, test)
    return desk.show(request, reply.code(422), 'preview', { ...frame, fault: desk.say('not-sent') }, view)
  })

  scope.post<EditionParams>(`${path}/addresses`, { config }, async (request, reply) => {
    const { actor } = accountOf(request)
    const { digest, edition } = await findViewed(context, actor, viewedPlace(request))
    const choice = readPreviewQuery(request.query)
    const { typed } = readForm(z.object({ addresses: oneText }), request.body)
    const list = typed.addresses[0] ?? ''
    const set = await setTestAddresses(context, digest, addressesIn(list), actor)
    const here = desk.at(`editions/${digest.key}/${editionName(edition)}/preview`)
    if (set.ok) return seeOther(reply, here + previewQuery(choice), 'addresses')
    const test = { ...emptyTestForm, list, listFault: sentence('en', set) }
    const view = await previewPage(site, desk, prepared, request, choice, test)
    return desk.show(request, reply.code(422), 'preview', { ...frame, fault: desk.say('not-saved') }, view)
  })
}
