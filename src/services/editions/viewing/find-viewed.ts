import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { AppError } from '../../../core/errors.ts'
import type { Edition, EditionPlace } from '../../../core/entities/edition.ts'
import type { Context } from '../../context.ts'
import { viewableDigest } from '../../newsroom/viewable-digests.ts'
import { said } from '../../../core/said/said.ts'

/** An edition, as the URL of its page names it. */
export type ViewedPlace = EditionPlace & { key: string }

/**
 * The edition of a digest, if the account may view it; for a draft, warms up rendering, because a preview is likely to follow. Throws
 * `not-found`.
 */
export async function findViewed(
  context: Pick<Context, 'store' | 'renderer'>,
  actor: Actor,
  { key, date, number }: ViewedPlace,
): Promise<{ digest: Digest; edition: Edition }> {
  const digest = await viewableDigest(context, actor, key)
  const edition = await context.store.editions.byDate(digest.id, date, number)
  if (edition?.status === 'draft') context.renderer.ready()
  if (edition) return { digest, edition }
  throw new AppError('not-found', said('edition-none', { digest: key, date: date.toString() }))
}
