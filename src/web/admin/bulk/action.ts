import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '../../../core/errors.ts'
import { may } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import { confirmBulkAction } from '../../../services/subscribers/bulk/confirm-bulk-action.ts'
import { findBulkAction } from '../../../services/subscribers/bulk/find-bulk-action.ts'
import { dropBulkAction, undoBulkAction } from '../../../services/subscribers/bulk/undo-bulk-action.ts'
import { listTags } from '../../../services/subscribers/tags/list-tags.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { idOf } from '../reader/open-reader.ts'
import { actionView, nothingTyped, type TypedAction } from './action-view.ts'

type ActionRequest = FastifyRequest<{ Params: { action: string } }>
interface ActionParams {
  Params: { action: string }
}
const form = z.object({ tag: oneText, until: oneText, reason: oneText, number: oneText })

/** One bulk action: its readers, the form that confirms it, its results, and its undo. */
export function registerBulkAction(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say, at } = admin
  const changing = { permission: 'change-subscribers' }
  const looking = { permission: 'view-readers' }
  scope.get<ActionParams>('/actions/:action', { config: looking }, async (request, reply) =>
    show(request, reply, nothingTyped),
  )
  // Requested by the page's script while the action runs.
  scope.get<ActionParams>(
    '/actions/:action/now',
    { config: { ...looking, isByPage: true } },
    async (request, reply) => show(request, reply, nothingTyped),
  )

  const confirm = async (request: ActionRequest, reply: FastifyReply, isErasing: boolean) => {
    const { typed } = readForm(form, request.body)
    const of = (field: keyof typeof typed) => typed[field][0]?.trim() ?? ''
    const written = { tag: of('tag'), until: of('until'), reason: of('reason'), number: of('number') }
    const id = idOf(request.params.action)
    const { action } = await findBulkAction(context, id, accountOf(request).actor)
    if ((action.kind === 'erase') !== isErasing) throw new AppError('not-found', said('bulk-none', { id }))
    const done = await confirmBulkAction(context, id, written, accountOf(request).actor)
    if (done.ok) return back(request, reply)
    const fault = wholeSentence('en', done)
    return show(request, reply.code(done.field === null ? 409 : 422), {
      ...written,
      field: done.field,
      fault,
    })
  }
  scope.post<ActionParams>('/actions/:action/confirm', { config: changing }, async (request, reply) =>
    confirm(request, reply, false),
  )
  // What cannot be undone requires a fresh sign-in.
  scope.post<ActionParams>(
    '/actions/:action/erase',
    { config: { ...changing, freshSignIn: true } },
    async (request, reply) => confirm(request, reply, true),
  )

  scope.post<ActionParams>('/actions/:action/undo', { config: changing }, async (request, reply) => {
    const undone = await undoBulkAction(context, idOf(request.params.action), accountOf(request).actor)
    if (undone.ok) return back(request, reply)
    return show(request, reply.code(409), { ...nothingTyped, fault: wholeSentence('en', undone) })
  })

  scope.post<ActionParams>('/actions/:action/drop', { config: changing }, async (request, reply) => {
    const id = idOf(request.params.action)
    const { digest } = await findBulkAction(context, id, accountOf(request).actor)
    await dropBulkAction(context, id, accountOf(request).actor)
    return seeOther(reply, withDigest(at(''), digest), 'bulk-dropped')
  })

  const back = async (request: ActionRequest, reply: FastifyReply) => {
    const id = idOf(request.params.action)
    const { digest } = await findBulkAction(context, id, accountOf(request).actor)
    return reply.redirect(withDigest(at(`/actions/${id}`), digest), 303)
  }

  async function show(request: ActionRequest, reply: FastifyReply, typed: TypedAction): Promise<string> {
    const { actor } = accountOf(request)
    const found = await findBulkAction(context, idOf(request.params.action), actor)
    const { digest, action } = found
    const mayChange = may(actor, 'change-subscribers', digest.id)
    const tags = (await listTags(context, actor)).map(({ name }) => name)
    const view = actionView(say, found, typed, { tags, mayChange })
    return admin.show(
      request,
      reply,
      'bulk-action',
      {
        title: view.title,
        here: '/actions',
        digest,
        ...(typed.field === null && typed.fault !== '' && { fault: typed.fault }),
      },
      {
        ...view,
        action: at(`/actions/${action.id}`),
        now: withDigest(at(`/actions/${action.id}/now`), digest),
        here: withDigest(at(`/actions/${action.id}`), digest),
        back: withDigest(at(''), digest),
        all: withDigest(at('/actions'), digest),
      },
    )
  }
}
