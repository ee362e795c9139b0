import type { FastifyInstance } from 'fastify'

/**
 * The token of a link as mail programs leave it: they take the full stop, bracket or quote behind an address for a part of it, and break
 * it at the end of a line. No token of ours has any of these.
 */
function withoutWrapping(token: string): string {
  const joined = token.replace(/=?\s+|[\s\p{Cf}]/gu, '')
  return /[\w-]+/.exec(joined)?.[0] ?? token
}

/** Has every route with a token read it so. */
export function readMailedTokens(web: FastifyInstance): void {
  web.addHook('onRequest', async ({ params }) => {
    const given = (params ?? {}) as { token?: string }
    if (given.token !== undefined) given.token = withoutWrapping(given.token)
  })
}
