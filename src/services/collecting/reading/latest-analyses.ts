import type { Story } from '../../../core/entities/story.ts'
import type { Repositories } from '../../../store/store.ts'

/** Of the section analysis, twice what an edition shows: some may be turned away. */
const mostAnalyses = 6

/** The analyses that an edition in a language, frozen then, may show. */
export function latestFor(
  { stories }: Pick<Repositories, 'stories'>,
  until: Temporal.Instant,
  language: string,
): Promise<Story[]> {
  return stories.latestAnalyses(until, language, mostAnalyses)
}
