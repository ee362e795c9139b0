import type { FastifyReply, FastifyRequest } from 'fastify'
import { notFound } from '../../kit/errors.ts'
import type { WebContext } from '../../web-context.ts'

/** A rendered page, and its status if that is not 200; null if there is none. */
type Made = string | { text: string; status: number } | null

/** Answers with a page that is the same for everybody, at its canonical path below the public URL; 404 if there is none. */
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

/** The position in a query `?before=`; null if there is none, undefined if it is invalid. */
export function placeIn(query: unknown): number | null | undefined {
  const { before } = query as { before?: unknown }
  if (before === undefined) return null
  return typeof before === 'string' && /^[1-9]\d{0,14}$/.test(before) ? Number(before) : undefined
}
