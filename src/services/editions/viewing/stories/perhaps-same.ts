import { storyTime } from '../../../../core/entities/stories/story-time.ts'
import type { Edition } from '../../../../core/entities/edition.ts'
import type { CountryEntry } from '../../../../core/entities/newsroom.ts'
import type { Story } from '../../../../core/entities/story.ts'
import { compileCountries } from '../../../../curate/countries/countries.ts'
import type { Gate } from '../../../../curate/gate.ts'
import type { Decisions } from '../../../../curate/events/decisions.ts'
import type { Groupable } from '../../../../curate/events/groupable.ts'
import { perhapsSame } from '../../../../curate/events/perhaps-same.ts'
import type { Context } from '../../../context.ts'

/** One of a pair, and its outcome in the edition. */
interface OneOfPair {
  story: number
  headline: string
  source: string
  outcome: string
}

/** Two stories of an edition that may be one event. */
export interface PerhapsSamePair {
  /** Similarity of their words, 0 to 1. */
  likeness: number
  stories: [OneOfPair, OneOfPair]
}

/** The most similar pairs of an edition; further ones are only counted. */
export interface PerhapsSameList {
  pairs: PerhapsSamePair[]
  more: number
}

/** As many as a person looks through: further down, few are one event. */
const mostPairs = 50

/** Outcomes that do not exclude a pair: others have reasons apart from the event. */
const looked: readonly (Gate | 'carried')[] = ['carried', 'duplicate', 'below-cut']

function groupable(stories: readonly Story[], extra: CountryEntry[]): Groupable[] {
  const countriesOf = compileCountries(extra)
  return stories.map((story) => {
    const countries = countriesOf(story)
    return {
      ...story,
      at: storyTime(story),
      places: new Set(countries.map(({ id }) => id)),
      placeWords: countries.flatMap(({ words }) => words),
    }
  })
}

/**
 * Pairs of news stories of an edition, carried, behind another or below the cut, that the rules keep apart but that may be one event: for a
 * person to decide. The fifty most similar, most similar first.
 */
export async function perhapsSameOf(
  { store }: Pick<Context, 'store'>,
  edition: Edition,
): Promise<PerhapsSameList> {
  const outcomes = new Map(
    (await store.contents.outcomes(edition.id))
      .filter(({ gate }) => looked.some((one) => one === gate))
      .map((outcome) => [outcome.storyId, outcome]),
  )
  const stories = (await store.stories.byIds([...outcomes.keys()])).filter(
    ({ section }) => section === 'news',
  )
  // As stored in the edition, whatever the rules say by now.
  const decisions: Decisions = {
    together: [...outcomes.values()].flatMap(({ storyId, duplicateOf }): [number, number][] =>
      duplicateOf === null ? [] : [[duplicateOf, storyId]],
    ),
    apart: [],
  }
  const one = ({ id, headline, sourceName }: Groupable): OneOfPair => ({
    story: id,
    headline,
    source: sourceName,
    outcome: outcomes.get(id)?.gate ?? '',
  })
  const pairs = perhapsSame(groupable(stories, await store.newsroom.countries()), decisions)
  return {
    pairs: pairs.slice(0, mostPairs).map(({ a, b, likeness }) => ({
      likeness: Math.round(likeness * 100) / 100,
      stories: [one(a), one(b)],
    })),
    more: Math.max(0, pairs.length - mostPairs),
  }
}
