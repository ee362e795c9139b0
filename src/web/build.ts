import Fastify, { type FastifyInstance } from 'fastify'
import { accountScope } from './account/scope.ts'
import { adminScope } from './admin/scope.ts'
import { answerBroken } from './broken-requests.ts'
import { limitArrival } from './arrival.ts'
import { limitConnections } from './connections.ts'
import { deskScope } from './desk/scope.ts'
import { mailboxScope } from './dev/mailbox.ts'
import { hookScope } from './hooks/scope.ts'
import { answerFaults, answerUndecodable } from './kit/errors.ts'
import { largestBody, largestHeader, webLimits, type WebLimits } from './kit/limits/limits.ts'
import { readMailedTokens } from './kit/mailed-tokens.ts'
import { measureRequests } from './kit/measured.ts'
import { protect } from './kit/policy.ts'
import { proxiesOf } from './kit/limits/proxies.ts'
import { openRate } from './kit/limits/rates.ts'
import { openRefusals } from './kit/refusals.ts'
import { openScope } from './kit/scope.ts'
import { openKeptPages } from './kit/views/kept-pages.ts'
import { openReading } from './kit/views/reading.ts'
import { openKnownNewsroom } from './kit/views/known-newsroom.ts'
import { openPages } from './kit/views/views.ts'
import { registerHealth } from './public/health.ts'
import { publicScope } from './public/scope.ts'
import type { WebContext, WebOptions } from './web-context.ts'

/** The web server without its socket. All pages are below the path of the public URL; each answers with and without a trailing slash. */
export async function buildWeb(options: WebOptions): Promise<FastifyInstance> {
  const limits = { ...webLimits, ...options.limits }
  const site = contextOf(options, limits)
  const isProxy = proxiesOf(options.trustedProxies)
  const web = Fastify({
    bodyLimit: largestBody,
    forceCloseConnections: true,
    exposeHeadRoutes: true,
    // For everything except uploads, `limits.request` applies, see below.
    requestTimeout: Math.max(limits.request, limits.upload),
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
      // A story's slug may be longer than 100 characters, Fastify's default limit.
      maxParamLength: 200,
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
    },
    frameworkErrors: (_, __, reply) => answerUndecodable(site, reply),
    clientErrorHandler: (error, socket) => answerBroken(site, error, socket),
  })
  limitConnections(web.server, limits, isProxy, site.refusals)
  limitArrival(web, site)
  web.addHook('onClose', async () => site.refusals.close())
  readMailedTokens(web)
  measureRequests(web, options.context)
  // Content types that a scope does not parse are refused.
  web.removeAllContentTypeParsers()
  protect(web)
  answerFaults(web, site)
  registerHealth(web, site)
  for (const scope of [publicScope, hookScope, accountScope, deskScope, adminScope, ...mailboxScope(site)])
    await openScope(web, site, scope)
  return web
}

function contextOf(options: WebOptions, limits: WebLimits): WebContext {
  const { clock, settings } = options.context
  const path = new URL(settings.publicUrl).pathname
  const newsroom = openKnownNewsroom(options.context)
  return {
    ...options,
    limits,
    path,
    pages: openPages(options.templatesDir, path, newsroom),
    newsroom,
    reading: openReading(options.templatesDir, path),
    kept: openKeptPages(clock, settings.publicUrl),
    refusals: openRefusals(options.context),
    rates: {
      forged: openRate(clock, limits.forged),
      repeated: openRate(clock, limits.repeated),
      searches: openRate(clock, limits.searches),
      challenges: openRate(clock, limits.challenges),
    },
  }
}
