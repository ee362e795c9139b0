import type { CountryEntry, Topic } from '../core/entities/newsroom.ts'
import type { ProfileChoice } from './countries/profile-country.ts'
import type { Gate } from './gate.ts'
import type { Decided } from './decided.ts'
import type { Decisions } from './events/decisions.ts'
import type { Rules } from './rules.ts'
import type { Follows } from '../core/entities/sheet.ts'
import type { Scored, Story } from '../core/entities/story.ts'
import type { Reason, Said } from '../core/said/said.ts'

/** The input of an edition. */
export interface CurateInput {
  digest: { topics: string[]; language: string }
  topics: readonly Topic[]
  extraCountries: CountryEntry[]
  /** Candidates: those first seen in the window, and those held earlier. */
  stories: Story[]
  /** The latest stories of the section analysis, also of earlier days. */
  analyses: Story[]
  /** Stories that this digest carried within its memory. */
  carriedBefore: CarriedBefore[]
  /** Carried stories that their sources changed within the window. */
  changed: ChangedStory[]
  opensAt: Temporal.Instant
  frozenAt: Temporal.Instant
  newsLimit: number
  /** Codes of countries that have a profile. */
  profileCountries: string[]
  /** Codes of profiles shown lately, with the edition's date. */
  profilesShown: ReadonlyMap<string, Temporal.PlainDate>
  /** Story id to who held it, or to the reason kept by an earlier edition. */
  held: ReadonlyMap<number, Reason>
  pinned: ReadonlySet<number>
  /** What editors wished for this edition and decided about its stories, if anything. */
  decided?: Decided
  /** Which stories a person merged or separated. */
  decisions: Decisions
  rules: Rules
}

export interface CarriedBefore {
  storyId: number
  headline: string
  summary: string
  canonicalLink: string | null
  guid: string
  sourceId: number
  at: Temporal.Instant
  /** All that readers could read: headline, summary, body. */
  shown: string
  topics: string[]
  /** The date of the edition that carried it last. */
  on: Temporal.PlainDate
  /** Its address on that edition's web page. */
  link: string
}

/** A carried story that has changed. */
export interface ChangedStory {
  story: Story
  carried: CarriedBefore
  /** The source's text before its first change in the window. */
  before: Pick<Story, 'headline' | 'summary' | 'html'>
}

export interface Curated {
  /** Best first. */
  news: CuratedItem[]
  /** Newest first, three at most. */
  analyses: CuratedItem[]
  /** Corrected stories that were carried before, in order of ids. */
  corrections: CuratedItem[]
  /** Every other story, by gate, best first. */
  leftOut: LeftOut[]
  profile: ProfileChoice
}

export interface LeftOut {
  storyId: number
  gate: Gate
  reason: Said
  score: number
  duplicateOf?: number
}

export interface CuratedItem {
  story: Story
  topics: Scored[]
  countries: { code: string; name: string; score: number; words: string[] }[]
  summary: string
  /** Byline and wire agency. */
  attribution: string | null
  also: { name: string; link: string }[]
  score: number
  reasons: Said[]
  follows?: Follows
}
