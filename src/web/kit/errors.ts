import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isDiskFull } from '../../core/disk-full.ts'
import { troubleOf } from '../../core/database-trouble.ts'
import { AppError, reasonOf, type FaultCode } from '../../core/errors.ts'
import type { WebContext } from '../web-context.ts'
import { guard } from './policy.ts'
import type { PagesIn } from './views/views.ts'

const statuses: Record<FaultCode, number> = {
  'bad-config': 500,
  'bad-input': 400,
  'not-found': 404,
  conflict: 409,
  'store-unavailable': 503,
  'template-broken': 500,
  'smtp-unavailable': 503,
  'smtp-refused': 503,
  'not-permitted': 403,
  busy: 503,
}

/**
 * Whether a page is for readers. Each route of the desk and of accounts names its permission; a URL without a route may still be below the
 * desk.
 */
const isForReaders = ({ path }: WebContext, { request }: FastifyReply): boolean =>
  request.routeOptions?.config?.permission === undefined && !request.url.startsWith(`${path}desk/`)

/** The words for a page that belongs to no digest: in the newsroom's language for readers, in English for accounts. */
const pagesFor = (site: WebContext, reply: FastifyReply): PagesIn =>
  isForReaders(site, reply) ? site.pages.in(site.newsroom.language()) : site.pages

/** The page for an unknown URL, with what a reader, or an editor, can do. */
export function notFound(site: WebContext, reply: FastifyReply, pages = pagesFor(site, reply)): string {
  void reply.code(404).type('text/html; charset=utf-8')
  const title = pages.say('notFoundTitle')
  if (isForReaders(site, reply))
    return pages.render('message', title, { title, text: pages.say('notFoundText') })
  const text = site.pages.say('notFoundDeskText')
  return pages.render('message', title, { title, text, home: `${site.path}desk` })
}

/** The page for too many requests, with the seconds after which to try again. */
export function tooMany(
  site: WebContext,
  reply: FastifyReply,
  seconds: number,
  pages = pagesFor(site, reply),
): string {
  void reply
    .code(429)
    .type('text/html; charset=utf-8')
    .headers({ 'retry-after': String(seconds), 'cache-control': 'no-store' })
  const title = pages.say('tooManyTitle')
  return pages.render('message', title, { title, text: pages.say('tooManyText') })
}

/** Answers a request whose URL cannot be decoded, which reaches no hook and no handler. */
export function answerUndecodable(site: WebContext, reply: FastifyReply): void {
  guard(reply)
  void reply.send(notFound(site, reply))
}

/** The words of an error page. */
interface FaultWords {
  title: string
  text: string
}

type SayFault = (request: FastifyRequest, reply: FastifyReply, words: FaultWords) => FastifyReply

/** Answers errors of a scope with `say`, whose reply already has its status. The words reveal nothing internal; the log has the details. */
export function answerFaultsBy(scope: FastifyInstance, site: WebContext, say: SayFault): void {
  scope.setErrorHandler(async (error: unknown, request, reply) => {
    const status = statusOf(error)
    if (status >= 500)
      site.context.events.emit({
        name: 'web.failed',
        message: `${request.method} ${request.routeOptions.url ?? ''}: ${reasonOf(error)}`,
      })
    if (status === 503) void reply.header('retry-after', '60')
    return say(request, reply.code(status), wordsFor(pagesFor(site, reply), status, error))
  })
}

/** Answers errors and unknown URLs with a page. */
export function answerFaults(web: FastifyInstance, site: WebContext): void {
  web.setNotFoundHandler(async (_, reply) => {
    // No scope's hook has run, and if the store does not answer, the page is shown with what is known.
    await site.newsroom.refresh().catch(() => undefined)
    return notFound(site, reply)
  })
  answerFaultsBy(web, site, (_, reply, { title, text }) => {
    if (reply.statusCode === 404) return reply.send(notFound(site, reply))
    const page = pagesFor(site, reply).render('message', title, { title, text })
    return reply.type('text/html; charset=utf-8').send(page)
  })
}

function wordsFor(pages: PagesIn, status: number, error: unknown): FaultWords {
  if (status === 404) return { title: pages.say('notFoundTitle'), text: pages.say('notFoundText') }
  if ((error as { code?: unknown }).code === 'FST_ERR_HANDLER_TIMEOUT')
    return { title: pages.say('lateTitle'), text: pages.say('lateText') }
  if (isForSpace(error)) return { title: pages.say('fullTitle'), text: pages.say('fullText') }
  return status >= 500
    ? { title: pages.say('failedTitle'), text: pages.say('failedText') }
    : { title: pages.say('refusedTitle'), text: pages.say('refusedText') }
}

/** Whether there is not enough disk space, also if the rest is reserved. */
const isForSpace = (error: unknown): boolean =>
  isDiskFull(error) || (error instanceof AppError && ['disk-low', 'disk-full'].includes(error.says.code))

function statusOf(error: unknown): number {
  if (error instanceof AppError) return statuses[error.code]
  if (troubleOf(error) !== null) return 503
  const status = (error as { statusCode?: unknown }).statusCode
  return typeof status === 'number' && status >= 400 ? status : 500
}
