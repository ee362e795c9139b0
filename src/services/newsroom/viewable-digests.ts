import type { Actor } from '../../core/entities/actor.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import { AppError } from '../../core/errors.ts'
import { may, requireSomewhere } from '../../core/permissions.ts'
import type { Context } from '../context.ts'
import { said } from '../../core/said/said.ts'

/** The digests whose desk an account may view, oldest first. Throws `not-permitted` if there are none. */
export async function viewableDigests({ store }: Pick<Context, 'store'>, actor: Actor): Promise<Digest[]> {
  requireSomewhere(actor, 'view-desk')
  return (await store.digests.list()).filter(({ id }) => may(actor, 'view-desk', id))
}

/** The one with a key among them. Throws `not-found`. */
export async function viewableDigest(
  context: Pick<Context, 'store'>,
  actor: Actor,
  key: string,
): Promise<Digest> {
  const found = (await viewableDigests(context, actor)).find((digest) => digest.key === key)
  if (found) return found
  throw new AppError('not-found', said('digest-not-viewable', { key }))
}
