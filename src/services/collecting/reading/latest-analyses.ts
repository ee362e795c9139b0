import type { Story } from '../../../core/entities/story.ts'
import type { Repositories } from '../../../store/store.ts'

/** Twice as many analyses as an edition shows, because some may be rejected. */
const mostAnalyses = 6

/** The analyses that an edition in a language, frozen then, may show. */
export function latestFor(
  { stories }: Pick<Repositories, 'stories'>,
  until: Temporal.Instant,
  language: string,
): Promise<Story[]> {
  return stories.latestAnalyses(until, language, mostAnalyses)
}
