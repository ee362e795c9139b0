import type { FastifyInstance } from 'fastify'

/**
 * Removes what mail programs add to the token of a link: they include the punctuation that follows it, and break it at the end of a line.
 * Our tokens contain none of these characters.
 */
function withoutWrapping(token: string): string {
  const joined = token.replace(/=?\s+|[\s\p{Cf}]/gu, '')
  return /[\w-]+/.exec(joined)?.[0] ?? token
}

/** Cleans the token of every route that has one. */
export function readMailedTokens(web: FastifyInstance): void {
  web.addHook('onRequest', async ({ params }) => {
    const given = (params ?? {}) as { token?: string }
    if (given.token !== undefined) given.token = withoutWrapping(given.token)
  })
}
