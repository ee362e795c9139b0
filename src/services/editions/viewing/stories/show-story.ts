import type { Story } from '../../../../core/entities/story.ts'
import type { Context } from '../../../context.ts'

/** A story of our own by the name of its page; null where there is none to be read yet, or any more. */
export async function showStory(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  slug: string,
): Promise<Story | null> {
  return isSlug(slug) ? store.stories.bySlug(slug, clock.now()) : null
}

/** When the story of such a page was withdrawn; null where it was not, or there never was one. */
export async function storyWithdrawal(
  { store }: Pick<Context, 'store'>,
  slug: string,
): Promise<Temporal.Instant | null> {
  return isSlug(slug) ? store.stories.withdrawnAt(slug) : null
}

const isSlug = (name: string): boolean => /^[a-z0-9-]{1,120}$/.test(name)
