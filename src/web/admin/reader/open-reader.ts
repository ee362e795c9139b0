import type { FastifyRequest } from 'fastify'
import { AppError } from '../../../core/errors.ts'
import { may } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import { filterChoices } from '../../../services/subscribers/readers/filter-choices.ts'
import { nextMail } from '../../../services/subscribers/readers/next-mail.ts'
import { showReader } from '../../../services/subscribers/readers/show-reader.ts'
import { accountOf } from '../../desk/frame/account.ts'
import type { WebContext } from '../../web-context.ts'
import type { Admin } from '../frame/admin.ts'
import { readerView } from './reader-view.ts'

export type ReaderParams = { Params: { id: string } }

/** The id in the URL of a reader's page. Throws `not-found` if it is invalid. */
export function idOf(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new AppError('not-found', said('reader-none', { id: text }))
  return Number(text)
}

/** Everything that the pages of one reader show. Throws `not-found`. */
export async function openReader({ context }: WebContext, admin: Admin, request: FastifyRequest, id: number) {
  const { actor } = accountOf(request)
  const shown = await showReader(context, actor, id)
  const { digest, subscription } = shown
  const choices = await filterChoices(context, actor, digest)
  const next = await nextMail(context, actor, digest, subscription)
  const mayChange = may(actor, 'change-subscribers', digest.id)
  const view = readerView(admin, shown, next, choices, mayChange)
  return { shown, choices, view, mayChange }
}
