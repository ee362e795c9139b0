import type { FastifyInstance } from 'fastify'

/**
 * Takes any body at all: a link says all that leaving needs, and RFC 8058 §3.2 lets a mail program send its one field as
 * multipart/form-data too. What it sends is not read.
 */
export function acceptAnything(scope: FastifyInstance): void {
  scope.addContentTypeParser('*', { parseAs: 'string' }, (_, __, done) => {
    done(null, {})
  })
}

/** True for the form of our own page, whose button has a name; mail programs send what RFC 8058 says, or anything else. */
export function isOwnForm(body: unknown): boolean {
  return ((body ?? {}) as Record<string, unknown>)['leave'] === 'page'
}
