import type { FastifyInstance } from 'fastify'

/**
 * Accepts any body: the link contains everything needed to unsubscribe, and RFC 8058 §3.2 lets a mail program send its one field as
 * multipart/form-data, too. Other bodies are not read.
 */
export function acceptAnything(scope: FastifyInstance): void {
  scope.addContentTypeParser('*', { parseAs: 'string' }, (_, __, done) => {
    done(null, {})
  })
}

/** The pressed button of our own page; null for requests of mail programs: those of RFC 8058, or any other. */
export function ownForm(body: unknown): 'page' | 'all' | null {
  const { leave } = (body ?? {}) as Record<string, unknown>
  return leave === 'page' || leave === 'all' ? leave : null
}
