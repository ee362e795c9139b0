import { setImmediate as turn } from 'node:timers/promises'
import type { StoryTerms } from '../../core/entities/stories/story-terms.ts'
import type { Context } from '../context.ts'
import { batch } from './batches.ts'
import { terms } from './terms.ts'

type Deps = Pick<Context, 'store'>

function termsAt(now: Temporal.Instant): StoryTerms {
  return {
    newsBefore: now.subtract(terms.news),
    analysesBefore: now.subtract(terms.analyses),
    unlistedFor: terms.unlisted,
  }
}

/** Stories that would be deleted now. */
export const countStories = ({ store }: Deps, now: Temporal.Instant): Promise<number> =>
  store.oldStories.count(termsAt(now))

/**
 * Deletes stories that no edition carried, nobody holds and no source lists any more, with their outcomes. A story that readers were shown
 * as a further report of a carried one stays, and so does one with a page of its own.
 */
export async function deleteStories(
  { store }: Deps,
  now: Temporal.Instant,
  signal: AbortSignal,
): Promise<number> {
  const old = termsAt(now)
  let all = 0
  for (let last = 0, more = true; more;) {
    signal.throwIfAborted()
    const ids = await store.transaction(async (tx) => {
      const some = await tx.oldStories.some(old, last, batch)
      await tx.oldStories.delete(some)
      return some
    })
    all += ids.length
    last = ids.at(-1) ?? last
    more = ids.length === batch
    await turn()
  }
  return all
}
