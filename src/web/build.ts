import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Desk, WebOptions } from './desk.ts'
import { answerFaults, answerUnread } from './faults.ts'
import { openPages } from './pages.ts'
import { protect } from './protection.ts'
import { registerChoices } from './public/choices.ts'
import { registerEdition } from './public/edition.ts'
import { registerHealth } from './public/health.ts'
import { registerHome } from './public/home.ts'
import { registerMailbox } from './public/mailbox.ts'
import { registerMedia } from './public/media.ts'
import { registerStory } from './public/story.ts'
import { registerStyle } from './public/style.ts'
import { registerUnsubscribe } from './public/unsubscribe.ts'

/** A page: hangs its routes into the web. */
type Register = (web: FastifyInstance, desk: Desk) => void

const publicPages: Register[] = [
  registerHome,
  registerEdition,
  registerStory,
  registerUnsubscribe,
  registerChoices,
  registerMedia,
  registerMailbox,
  registerStyle,
]

/** The web without its socket. All pages lie under the path of the public URL; forms hold little, so bodies may be small. */
export async function buildWeb(options: WebOptions): Promise<FastifyInstance> {
  const path = new URL(options.house.settings.publicUrl).pathname
  const desk: Desk = {
    ...options,
    path,
    pages: openPages(options.templatesDir, options.house.settings.publicUrl),
  }
  const web = Fastify({
    bodyLimit: 64 * 1024,
    forceCloseConnections: true,
    exposeHeadRoutes: true,
    // A story's name may be longer than the 100 characters that are Fastify's own limit.
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (_, __, reply) => answerUnread(desk, reply),
  })
  web.removeAllContentTypeParsers()
  await web.register(formbody)
  // RFC 8058 §3.2 lets a mail client send its one field as multipart/form-data too.
  web.addContentTypeParser('multipart/form-data', { parseAs: 'string' }, (_, body, done) => {
    done(null, { multipart: body })
  })
  // A link says all that leaving needs: what else a mail client may send along is not read.
  web.addContentTypeParser('*', { parseAs: 'string' }, (_, __, done) => {
    done(null, {})
  })
  protect(web)
  answerFaults(web, desk)
  registerHealth(web, desk)
  await web.register(
    async (pages) => {
      for (const register of publicPages) register(pages, desk)
    },
    { prefix: path === '/' ? '' : path.slice(0, -1) },
  )
  return web
}
