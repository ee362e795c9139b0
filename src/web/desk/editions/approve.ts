import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { AppError } from '../../../core/errors.ts'
import { approve } from '../../../services/editions/approve.ts'
import {
  beforeApproval,
  type BeforeApproval,
} from '../../../services/editions/viewing/day/before-approval.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { longDate, moment } from '../frame/times.ts'
import { viewedPlace, type EditionParams } from './edition-place.ts'
import { editionName } from './place.ts'
import { sentence } from '../../../wording/wording.ts'
import { said } from '../../../core/said/said.ts'

const form = z.object({ revision: oneText.pipe(z.coerce.number()), hash: oneText })

/** Approves an edition, after showing what would be sent, to how many and when; the approval is for exactly the revision shown. */
export function registerApprove(scope: FastifyInstance, { context }: WebContext, desk: Desk): void {
  const config = { permission: 'approve-edition' }
  scope.get<EditionParams>('/editions/:key/:name/approve', { config }, async (request, reply) => {
    const seen = await beforeApproval(context, accountOf(request).actor, viewedPlace(request))
    return desk.show(request, reply, 'approve', ...page(desk, seen, ''))
  })

  scope.post<EditionParams>('/editions/:key/:name/approve', { config }, async (request, reply) => {
    const { actor } = accountOf(request)
    const sent = readForm(form, request.body)
    if (!sent.ok) throw new AppError('bad-input', said('form-incomplete'))
    const seen = await beforeApproval(context, actor, viewedPlace(request))
    const again = (fault: string) =>
      desk.show(request, reply.code(409), 'approve', ...page(desk, seen, fault))
    const { revision, hash } = sent.value
    if (revision !== seen.edition.revision || hash !== seen.hash) return again(desk.say('approve-changed'))
    const done = await approve(context, seen.edition, actor, { seen: hash })
    if (!done.ok) return again(desk.say('approve-refused', { reason: sentence('en', done) }))
    return seeOther(reply, pathOf(desk, seen), done.awaited > 0 ? 'endorsed' : 'approved')
  })
}

const pathOf = (desk: Desk, { digest, edition }: BeforeApproval): string =>
  desk.at(`editions/${digest.key}/${editionName(edition)}`)

function page(desk: Desk, seen: BeforeApproval, fault: string) {
  const { digest, edition, readers, waiting, carried, hash, subject, bytes, endorsers, awaited } = seen
  const zone = digest.schedule.timeZone
  const title = desk.say('approve-title', { revision: edition.revision })
  // An edition corrected after sending began goes to those who still wait.
  const audience = edition.startedAt === null ? readers : waiting
  return [
    { title, place: 'editions', ...(fault !== '' && { fault }) },
    {
      title,
      edition: `${digest.name}, ${longDate(edition.date)}`,
      subject,
      revision: edition.revision,
      hash,
      audience,
      zone,
      leaves: moment(edition.dueAt, zone),
      stories: carried.filter(({ section }) => section === 'news').length,
      analyses: carried.filter(({ section }) => section === 'analysis').length,
      kilobytes: Math.ceil(bytes / 1000),
      endorsers: endorsers.join(', '),
      // Another person has to approve, too.
      isOneOfTwo: awaited > 1,
      isCorrected: edition.correctedAt !== null,
      action: `${pathOf(desk, seen)}/approve`,
      back: pathOf(desk, seen),
    },
  ] as const
}
