import formbody from '@fastify/formbody'
import Fastify, { type FastifyInstance } from 'fastify'
import { limitConnections } from './connections.ts'
import type { WebContext, WebOptions } from './web-context.ts'
import { answerBroken, answerFaults, answerUnread } from './faults.ts'
import { largestBody, largestHeader, webLimits, type WebLimits } from './limits.ts'
import { openPages } from './pages.ts'
import { protect } from './protection.ts'
import { proxiesOf } from './proxies.ts'
import { registerChoices } from './public/choices.ts'
import { registerEdition } from './public/edition.ts'
import { registerHealth } from './public/health.ts'
import { registerHome } from './public/home.ts'
import { registerMailbox } from './public/mailbox.ts'
import { registerMedia } from './public/media.ts'
import { registerStory } from './public/story.ts'
import { registerStyle } from './public/style.ts'
import { registerUnsubscribe } from './public/unsubscribe.ts'
import { openRate } from './rate.ts'
import { openRefusals } from './refusals.ts'

/** A page: hangs its routes into the web. */
type Register = (web: FastifyInstance, site: WebContext) => void

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

/** The web without its socket. All pages lie under the path of the public URL; each answers with and without a slash at its end. */
export async function buildWeb(options: WebOptions): Promise<FastifyInstance> {
  const limits = { ...webLimits, ...options.limits }
  const site = deskOf(options, limits)
  const isProxy = proxiesOf(options.trustedProxies)
  const web = Fastify({
    bodyLimit: largestBody,
    forceCloseConnections: true,
    exposeHeadRoutes: true,
    requestTimeout: limits.request,
    handlerTimeout: limits.answer,
    connectionTimeout: limits.stalled,
    keepAliveTimeout: limits.keepAlive,
    http: {
      headersTimeout: limits.header,
      connectionsCheckingInterval: limits.interval,
      maxHeaderSize: largestHeader,
    },
    trustProxy: isProxy,
    routerOptions: {
      // A story's name may be longer than the 100 characters that are Fastify's own limit.
      maxParamLength: 200,
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
    },
    frameworkErrors: (_, __, reply) => answerUnread(site, reply),
    clientErrorHandler: (error, socket) => answerBroken(site, error, socket),
  })
  limitConnections(web.server, limits, isProxy, site.refusals)
  web.addHook('onClose', async () => site.refusals.close())
  await readBodies(web)
  protect(web)
  answerFaults(web, site)
  registerHealth(web, site)
  await web.register(
    async (pages) => {
      for (const register of publicPages) register(pages, site)
    },
    { prefix: site.path === '/' ? '' : site.path.slice(0, -1) },
  )
  return web
}

function deskOf(options: WebOptions, limits: WebLimits): WebContext {
  const { publicUrl } = options.context.settings
  const { clock, events } = options.context
  return {
    ...options,
    path: new URL(publicUrl).pathname,
    pages: openPages(options.templatesDir, publicUrl),
    refusals: openRefusals(clock, events),
    rates: { forged: openRate(clock, limits.forged), repeated: openRate(clock, limits.repeated) },
  }
}

/** Forms hold little, so they are read whole, and small. */
async function readBodies(web: FastifyInstance): Promise<void> {
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
}
