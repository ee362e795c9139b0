import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { eraseReader } from '../../../services/subscribers/erasing/erase-reader.ts'
import { exportReaderData } from '../../../services/subscribers/own-data/export-data.ts'
import { findReader } from '../../../services/subscribers/readers/find-reader.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { idOf, type ReaderParams } from './open-reader.ts'

const form = z.object({ sure: oneText })

/** Exports a reader's personal data as a file, or erases it; requires a fresh sign-in. */
export function registerPersonalData(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say, at } = admin
  const config = { permission: 'change-subscribers', freshSignIn: true }
  scope.get<ReaderParams>('/:id/personal', { config }, async (request, reply) => show(request, reply, ''))

  scope.post<ReaderParams>('/:id/personal/data', { config }, async (request, reply) => {
    const { actor } = accountOf(request)
    const { subscription } = await findReader(context, actor, idOf(request.params.id))
    const data = await exportReaderData(context, subscription.subscriberId, actor)
    return reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="reader-${subscription.subscriberId}.json"`)
      .send(`${JSON.stringify(data, null, 2)}\n`)
  })

  scope.post<ReaderParams>('/:id/personal/erase', { config }, async (request, reply) => {
    const { actor } = accountOf(request)
    const { subscription, digest } = await findReader(context, actor, idOf(request.params.id))
    const { typed } = readForm(form, request.body)
    if (typed.sure[0] !== 'yes') return show(request, reply.code(422), say('erase-not-sure'))
    await eraseReader(context, subscription.subscriberId, actor)
    return seeOther(reply, withDigest(at(''), digest), 'reader-erased')
  })

  async function show(
    request: FastifyRequest<ReaderParams>,
    reply: FastifyReply,
    fault: string,
  ): Promise<string> {
    const { subscription, digest } = await findReader(
      context,
      accountOf(request).actor,
      idOf(request.params.id),
    )
    const { id, email } = subscription
    return admin.show(
      request,
      reply,
      'personal',
      { title: say('personal-data'), here: 'none', digest },
      { email, fault, action: at(`/${id}/personal`), back: withDigest(at(`/${id}`), digest) },
    )
  }
}
