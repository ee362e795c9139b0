import type { CheckPlace, StoryField } from '../../../core/entities/check.ts'
import { said, type Param, type Said } from '../../../core/said/said.ts'

/** Topics by their ids; empty means all. */
export const topicsSaid = (topics: readonly string[]): Param =>
  topics.length > 0 ? topics : said('topics-all')

const ofEdition: Record<Extract<CheckPlace, { kind: 'edition' }>['field'], Said> = {
  subject: said('place-edition-subject'),
  address: said('place-edition-address'),
  links: said('place-edition-links'),
  readers: said('place-edition-readers'),
}

const ofStory: Record<StoryField, (story: number) => Said> = {
  story: (story) => said('place-story', { story }),
  headline: (story) => said('place-story-headline', { story }),
  summary: (story) => said('place-story-summary', { story }),
  link: (story) => said('place-story-link', { story }),
  picture: (story) => said('place-story-picture', { story }),
}

/** The place of a finding in a few words: `story 12, summary`. */
export function placeSaid(place: CheckPlace): Said {
  switch (place.kind) {
    case 'edition':
      return ofEdition[place.field]
    case 'story':
      return ofStory[place.field](place.story)
    case 'block':
      return said('place-block', { block: place.block })
    case 'variant':
      return said('place-variant', { topics: topicsSaid(place.topics) })
    case 'source':
      return said('place-source', { source: place.source })
  }
}
