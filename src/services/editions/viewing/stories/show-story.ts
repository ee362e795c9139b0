import type { Story } from '../../../../core/entities/story.ts'
import type { Context } from '../../../context.ts'

/** A story of our own by the name of its page; null if it is not public yet, or no longer. */
export async function showStory(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  slug: string,
): Promise<Story | null> {
  return /^[a-z0-9-]{1,120}$/.test(slug) ? store.stories.bySlug(slug, clock.now()) : null
}
