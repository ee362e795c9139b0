import type { Scored, Story } from '../core/entities/story.ts'
import { compileCountries } from './countries/countries.ts'
import type { CurateInput, CuratedItem } from './curated.ts'
import { countryName } from './countries/gazetteer.ts'
import { rank, type Rank } from './rank.ts'
import type { Groupable } from './events/groupable.ts'
import { itemWords } from './events/item-words.ts'
import { storyTime } from '../core/entities/stories/story-time.ts'
import { attributionOf, extractOf } from './text/summary.ts'
import { compileTopics, topicThreshold } from './topics/topics.ts'

/** A story and all that is determined before it is compared with others. */
export interface Read extends Groupable {
  story: Story
  /** Topics of the digest that reach the threshold, best first. */
  topics: Scored[]
  /** Topics of any digest, however weak. */
  nearTopics: Scored[]
  countries: Scored[]
}

/** Lexicons and gazetteer compiled for one run. */
export interface CuratingTools {
  read(story: Story): Read
  placesOf(text: { headline: string; summary: string }): Scored[]
  topicName(id: string): string
  rank(read: Read, others: readonly Read[]): Rank
  item(read: Read, others: readonly Read[], also: CuratedItem['also']): CuratedItem
}

/** True for a topic that reaches the threshold, as those named by an editor do. */
const counts = ({ score }: Scored): boolean => score >= topicThreshold

type ToolsInput = Pick<CurateInput, 'digest' | 'topics' | 'extraCountries' | 'pinned' | 'frozenAt'>

export function curatingTools(input: ToolsInput): CuratingTools {
  const topicsOf = compileTopics(input.topics, 0.5)
  const countriesOf = compileCountries(input.extraCountries)
  const topicName = (id: string): string => input.topics.find((topic) => topic.id === id)?.name ?? id
  const rankOf = (read: Read, others: readonly Read[]): Rank =>
    rank({
      story: read.story,
      topics: read.topics,
      topicName,
      sources: [...new Set([read, ...others].map(({ sourceName }) => sourceName))],
      pinned: input.pinned.has(read.id),
      frozenAt: input.frozenAt,
    })
  return {
    topicName,
    placesOf: (text) => countriesOf({ language: input.digest.language, ...text, declaredCountries: [] }),
    read(story) {
      const countries = countriesOf(story)
      const nearTopics = topicsOf(story)
      return {
        ...story,
        story,
        at: storyTime(story),
        countries,
        places: new Set(countries.map(({ id }) => id)),
        placeWords: countries.flatMap(({ words }) => words),
        // Read now, while the tokens of its text are cached.
        words: itemWords(story),
        nearTopics,
        topics: nearTopics.filter((topic) => counts(topic) && input.digest.topics.includes(topic.id)),
      }
    },
    rank: rankOf,
    item(read, others, also) {
      const { summary, agency } = extractOf(read.story)
      return {
        story: read.story,
        topics: read.topics,
        countries: read.countries.map(({ id, score, words }) => ({
          code: id,
          name: countryName(id, input.extraCountries, input.digest.language),
          score,
          words,
        })),
        summary,
        attribution: attributionOf(read.story, agency),
        also,
        ...rankOf(read, others),
      }
    },
  }
}
