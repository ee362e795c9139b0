import type { Section } from '../../../core/entities/story.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { nameInReasons } from '../../accounts/name-in-reasons.ts'
import type { Context } from '../../context.ts'
import type { Reason } from '../../../core/said/said.ts'

/** A story that the edition carries, and why it has its place. */
export interface CarriedStory {
  outcome: 'carried'
  section: Section
  /** 1 is the first of its section. */
  place: number
  headline: string
  source: string
  topics: string[]
  countries: string[]
  score: number
  reasons: Reason[]
}

/** A story that the edition left out: the gate that rejected it, and the reason. */
export interface LeftStory {
  outcome: string
  headline: string
  source: string
  score: number
  reason: Reason
}

/** The country whose profile the edition shows, and why; or why it shows none. */
export interface ProfileOutcome {
  outcome: 'profile'
  country: string | null
  reason: Reason
}

/** The outcome of every story that an edition considered, as stored when it was composed. */
export async function explainEdition(
  { store }: Pick<Context, 'store'>,
  edition: Edition,
): Promise<{ carried: CarriedStory[]; left: LeftStory[]; profile: ProfileOutcome | null }> {
  const places = { news: 0, analysis: 0 }
  const carried = (await store.contents.items(edition.id)).map((item): CarriedStory => {
    const { section, headline, topics, score, reasons } = item
    places[section] += 1
    return {
      outcome: 'carried',
      section,
      place: places[section],
      headline,
      source: item.sourceName,
      topics,
      countries: item.countries.map((country) => country.name),
      score,
      reasons,
    }
  })
  const outcomes = (await store.contents.outcomes(edition.id)).filter(({ gate }) => gate !== 'carried')
  const named = await nameInReasons(
    { store },
    outcomes.map(({ reason: why }) => why),
  )
  const left = outcomes.map(({ gate, headline, source, score, reason: why }) => ({
    outcome: gate,
    headline,
    source,
    score,
    reason: named(why),
  }))
  const { profileCountry: country, profileReason: reason } = edition
  return { carried, left, profile: reason === null ? null : { outcome: 'profile', country, reason } }
}
