import type { FastifyReply, FastifyRequest } from 'fastify'
import { findNewsroom } from '../../../services/newsroom/find-digest.ts'
import { formTokenFor } from '../../kit/forms/form-token-for.ts'
import type { Flow } from '../../kit/sessions/sign-in-first.ts'
import type { WebContext } from '../../web-context.ts'
import { adoptSession } from './flow.ts'

/** Shows new recovery codes, once; a button continues. */
export async function recoveryCodesPage(
  site: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { token, recoveryCodes }: { token: string | null; recoveryCodes: string[] },
  flow: Flow,
): Promise<string> {
  if (token !== null) await adoptSession(site, request, reply, token)
  const title = site.pages.say('recoveryTitle')
  return site.pages.render('recovery-codes', title, {
    ...flow,
    title,
    newsroom: (await findNewsroom(site.context))?.name ?? '',
    token: formTokenFor(site, request),
    codes: recoveryCodes,
  })
}
