import type { FastifyRequest } from 'fastify'
import { findNewsroom } from '../../../services/newsroom/find-digest.ts'
import type { Carried } from '../../kit/sessions/carried.ts'
import { formTokenFor } from '../../kit/forms/form-token-for.ts'
import type { WebContext } from '../../web-context.ts'

/** Shows a form that came when nobody was signed in: what was typed, to be sent by a person's own press, and by nothing else. */
export async function resumePage(
  site: WebContext,
  request: FastifyRequest,
  { path, fields }: Carried,
): Promise<string> {
  const title = site.pages.say('resumeTitle')
  return site.pages.render('resume', title, {
    title,
    newsroom: (await findNewsroom(site.context))?.name ?? '',
    action: path,
    token: formTokenFor(site, request),
    // What a page put into its form by itself is short and on one line; what was typed is shown whole either way.
    fields: fields.map(([name, value]) => ({ name, label: name.replace(/[-_]/g, ' '), value })),
  })
}
