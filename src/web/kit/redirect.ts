import type { FastifyReply } from 'fastify'

/**
 * Ends a browser's form that succeeded: 303 leads to a page that a reload asks for again without sending the form again
 * (RFC 9110 §15.4.4). `done` is the code of what that page then says.
 */
export function seeOther(reply: FastifyReply, path: string, done: string): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .redirect(`${path}${path.includes('?') ? '&' : '?'}done=${done}`, 303)
}

/** The code that `seeOther` put behind the path of this page; what else may stand there counts as none. */
export function doneIn<Code extends string>(query: unknown, codes: readonly Code[]): Code | null {
  const { done } = query as { done?: unknown }
  return codes.find((code) => code === done) ?? null
}
