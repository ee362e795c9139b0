import type { FastifyInstance, FastifyReply } from 'fastify'

/** Pages run no script, load nothing from elsewhere, and tell nobody their address, which may hold a token. */
const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "frame-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** An edition's web version brings its styles with it, and may show pictures of sources that are set to link. */
export const editionPolicy = pagePolicy
  .replace("style-src 'self'", "style-src 'unsafe-inline'")
  .replace("img-src 'self' data:", "img-src 'self' https: http: data:")

/** Sets the headers that every answer has. */
export function guard(reply: FastifyReply): void {
  void reply.headers({
    'content-security-policy': pagePolicy,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
  })
}

/** Guards every answer of the web. */
export function protect(web: FastifyInstance): void {
  web.addHook('onRequest', async (_, reply) => guard(reply))
}
