import type { FastifyReply, FastifyRequest } from 'fastify'
import { notFound } from '../../kit/errors.ts'
import type { WebContext } from '../../web-context.ts'

/** A page of text that is made anew, and its status where that is not 200. */
type Made = string | { text: string; status: number } | null

/** Answers with a page that is the same for everybody, at its one address below the public URL; 404 where it is not there. */
export async function keptPage(
  site: WebContext,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  path: string,
  make: () => Promise<Made>,
  type = 'text/html; charset=utf-8',
): Promise<FastifyReply> {
  const isThere = await site.kept.answer(request, reply, path, async () => {
    const made = await make()
    if (made === null) return null
    return { type, path, ...(typeof made === 'string' ? { text: made } : made) }
  })
  return isThere ? reply : reply.send(notFound(site, reply))
}

/** The place in an address `?before=`; null where there is none, undefined where it is none of ours. */
export function placeIn(query: unknown): number | null | undefined {
  const { before } = query as { before?: unknown }
  if (before === undefined) return null
  return typeof before === 'string' && /^[1-9]\d{0,14}$/.test(before) ? Number(before) : undefined
}
