import type { FastifyReply } from 'fastify'

/**
 * Ends a successful form: 303 redirects to a page that can be reloaded without sending the form again (RFC 9110 §15.4.4). `done` is the
 * code of that page's notice.
 */
export function seeOther(reply: FastifyReply, path: string, done: string): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .redirect(`${path}${path.includes('?') ? '&' : '?'}done=${done}`, 303)
}

/** The code that `seeOther` added to the URL of this page; null for any other value. */
export function doneIn<Code extends string>(query: unknown, codes: readonly Code[]): Code | null {
  const { done } = query as { done?: unknown }
  return codes.find((code) => code === done) ?? null
}
