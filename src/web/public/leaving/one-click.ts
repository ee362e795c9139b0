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

/** Which button of our own page was pressed; null for what mail programs send: what RFC 8058 says, or anything else. */
export function ownForm(body: unknown): 'page' | 'all' | null {
  const { leave } = (body ?? {}) as Record<string, unknown>
  return leave === 'page' || leave === 'all' ? leave : null
}
