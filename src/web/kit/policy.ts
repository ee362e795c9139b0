import type { FastifyInstance, FastifyReply } from 'fastify'

/** What pages may load and run. Nothing comes from elsewhere, scripts are files of our own, and no script stands in a page. */
interface PolicyOptions {
  /** Scripts of our own, as files; none by default. */
  scripts?: boolean
  /** Styles in the page itself, as mails have them, in place of our sheet. */
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

/** Pages for readers run no script. */
export const pagePolicy = contentPolicy()

/** Reading pages, which may show pictures of sources that are set to link. */
export const readingPolicy = contentPolicy({ anyPictures: true })

/** An edition's web version brings its styles with it, and may show pictures of sources that are set to link. */
export const editionPolicy = contentPolicy({ ownStyles: true, anyPictures: true })

/** A mail in a frame of ours: its styles and pictures, and nothing else, as if it came from nowhere. */
export const framedMailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self' https: http: data:",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  'sandbox',
].join('; ')

/** Sets the headers that every answer has; no other site is told a page's address, which may hold a token. */
export function guard(reply: FastifyReply, policy = pagePolicy): void {
  void reply.headers({
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
  })
}

/** Guards every answer of a scope by its policy. */
export function protect(scope: FastifyInstance, policy?: string): void {
  scope.addHook('onRequest', async (_, reply) => guard(reply, policy))
}
