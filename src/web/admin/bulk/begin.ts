import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { bulkKinds } from '../../../core/entities/readers/bulk-action.ts'
import { AppError } from '../../../core/errors.ts'
import { text } from '../../../core/said/said.ts'
import { freezeReaders } from '../../../services/subscribers/bulk/freeze-readers.ts'
import { listBulkActions } from '../../../services/subscribers/bulk/find-bulk-action.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { moment } from '../../desk/frame/times.ts'
import { manyTexts, oneText, readForm } from '../../kit/forms/forms.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { askedReaders, readerFilter } from '../readers/filter-query.ts'
import { stateWords, titleOf } from './action-view.ts'

const form = z.object({ what: oneText, who: oneText, chosen: manyTexts })

/** Begins a bulk action, whose readers are frozen and shown before anything happens; and lists the past ones. */
export function registerBulkActions(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say, at } = admin
  scope.post('/actions', { config: { permission: 'change-subscribers' } }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const { typed } = readForm(form, request.body)
    const kind = bulkKinds.find((one) => one === typed.what[0])
    if (!kind) throw new AppError('bad-input', text('an action that there is not'))
    const chosen = typed.chosen.filter((id) => /^[1-9]\d{0,14}$/.test(id)).map(Number)
    const target =
      typed.who[0] === 'all' ? { filter: readerFilter(askedReaders(request.body), digest) } : { chosen }
    const id = await freezeReaders(context, { digest, kind, target }, accountOf(request).actor)
    return reply.redirect(withDigest(at(`/actions/${id}`), digest), 303)
  })

  scope.get('/actions', { config: { permission: 'view-readers' } }, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const actions = await listBulkActions(context, digest, accountOf(request).actor)
    const zone = digest.schedule.timeZone
    return admin.show(
      request,
      reply,
      'bulk-actions',
      { title: say('bulk-actions'), here: '/actions', digest },
      {
        actions: actions.map(({ action, undoUntil }) => ({
          href: withDigest(at(`/actions/${action.id}`), digest),
          title: titleOf(say, action),
          total: action.total,
          at: moment(action.confirmedAt ?? action.frozenAt, zone),
          standing: stateWords(say, action),
          undo: undoUntil && moment(undoUntil, zone),
        })),
      },
    )
  })
}
