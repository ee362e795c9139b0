import type { FastifyRequest } from 'fastify'
import { findNewsroom } from '../../../services/newsroom/find-digest.ts'
import type { Carried } from '../../kit/sessions/carried.ts'
import { formTokenFor } from '../../kit/forms/form-token-for.ts'
import type { WebContext } from '../../web-context.ts'

/** Shows a form that was sent while nobody was signed in: it is sent again only when a person presses its button. */
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
    // Fields filled in by a page are short and on one line; typed text is shown in full either way.
    fields: fields.map(([name, value]) => ({ name, label: name.replace(/[-_]/g, ' '), value })),
  })
}
