import type { FastifyInstance, FastifyReply } from 'fastify'

/** What pages may load and run. Nothing is loaded from other sites, scripts are our own files, and there are no inline scripts. */
interface PolicyOptions {
  /** Script files of our own; not allowed by default. */
  scripts?: boolean
  /** Inline styles, as e-mails have them, instead of our style sheet. */
  ownStyles?: boolean
  /** Pictures of other sites. */
  anyPictures?: boolean
  /** Sites that may show the page in a frame; none by default. */
  framedBy?: readonly string[]
}

/** A Content-Security-Policy (CSP level 3). */
export function contentPolicy({
  scripts,
  ownStyles,
  anyPictures,
  framedBy = [],
}: PolicyOptions = {}): string {
  return [
    "default-src 'none'",
    ...(scripts ? ["script-src 'self'", "connect-src 'self'"] : []),
    `style-src ${ownStyles ? "'unsafe-inline'" : "'self'"}`,
    `img-src 'self'${anyPictures ? ' https: http:' : ''} data:`,
    "form-action 'self'",
    "frame-src 'self'",
    `frame-ancestors ${framedBy.length > 0 ? framedBy.join(' ') : "'none'"}`,
    "base-uri 'none'",
  ].join('; ')
}

/** Pages for readers run no scripts. */
export const pagePolicy = contentPolicy()

/** Reading pages, which may show pictures from sources that are set to link. */
export const readingPolicy = contentPolicy({ anyPictures: true })

/** An edition's web version has inline styles, and may show pictures from sources that are set to link. */
export const editionPolicy = contentPolicy({ ownStyles: true, anyPictures: true })

/** An e-mail in a frame of ours: only its styles and pictures, and in an opaque origin. */
export const framedMailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self' https: http: data:",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  'sandbox',
].join('; ')

/** Sets the headers of every response; no other site learns a page's URL, which may contain a token. */
export function guard(reply: FastifyReply, policy = pagePolicy): void {
  void reply.headers({
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
  })
}

/** Sets these headers on every response of a scope, with its policy. */
export function protect(scope: FastifyInstance, policy?: string): void {
  scope.addHook('onRequest', async (_, reply) => guard(reply, policy))
}
