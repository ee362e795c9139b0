import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { findViewed } from '../../../services/editions/viewing/find-viewed.ts'
import { settlements } from '../../../core/entities/delivery.ts'
import { resolveDeliveries } from '../../../services/sending/delivery/deliveries.ts'
import { AppError } from '../../../core/errors.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { viewedPlace, type EditionParams } from '../editions/edition-place.ts'
import { editionName } from '../editions/place.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { said } from '../../../core/said/said.ts'

const form = z.object({
  as: oneText.pipe(z.enum(settlements)),
  email: oneText,
  reason: oneText.check(z.maxLength(200)),
})

/** Resolves unknown deliveries by a person's decision: that of one address, or all of the edition. */
export function registerResolve(scope: FastifyInstance, { context }: WebContext, desk: Desk): void {
  const config = { permission: 'resolve-deliveries' }
  scope.post<EditionParams>('/editions/:key/:name/unknown', { config }, async (request, reply) => {
    const { actor } = accountOf(request)
    const sent = readForm(form, request.body)
    if (!sent.ok) throw new AppError('bad-input', said('form-incomplete'))
    const { digest, edition } = await findViewed(context, actor, viewedPlace(request))
    const { as, email, reason } = sent.value
    const wanted = { email: email || null, as, reason: reason || desk.say('settled-on-the-desk') }
    await resolveDeliveries(context, edition, wanted, actor)
    return seeOther(reply, desk.at(`editions/${digest.key}/${editionName(edition)}`), 'resolved')
  })
}
