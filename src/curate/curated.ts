import type { CountryEntry, Topic } from '../core/entities/newsroom.ts'
import type { ProfileChoice } from './countries/profile-country.ts'
import type { Gate } from './gate.ts'
import type { Decided } from './decided.ts'
import type { Decisions } from './events/decisions.ts'
import type { Rules } from './rules.ts'
import type { Follows } from '../core/entities/sheet.ts'
import type { Scored, Story } from '../core/entities/story.ts'
import type { Reason, Said } from '../core/said/said.ts'

/** What an edition is curated from. */
export interface CurateInput {
  digest: { topics: string[]; language: string }
  topics: readonly Topic[]
  extraCountries: CountryEntry[]
  /** Candidates: first seen in the window, and those held before. */
  stories: Story[]
  /** The latest known of section analysis, of earlier days too. */
  analyses: Story[]
  /** What this digest carried as far back as it remembers. */
  carriedBefore: CarriedBefore[]
  /** Carried stories that their sources changed in the window. */
  changed: ChangedStory[]
  opensAt: Temporal.Instant
  frozenAt: Temporal.Instant
  newsLimit: number
  /** Codes of the countries that have a profile. */
  profileCountries: string[]
  /** Codes of those shown lately, with the edition's date. */
  profilesShown: ReadonlyMap<string, Temporal.PlainDate>
  /** Story id to who held it, or to the reason that an edition before has kept. */
  held: ReadonlyMap<number, Reason>
  pinned: ReadonlySet<number>
  /** What editors wished of this edition and decided of its stories; nothing where it is not there. */
  decided?: Decided
  /** Which stories a person put together, or took apart. */
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
  /** Everything that readers were shown or led to: headline, summary, body. */
  shown: string
  topics: string[]
  /** The date of the edition that carried it last. */
  on: Temporal.PlainDate
  /** Its place on that edition's web page. */
  link: string
}

/** A story carried before that is other now. */
export interface ChangedStory {
  story: Story
  carried: CarriedBefore
  /** What the source said before its first change in the window. */
  before: Pick<Story, 'headline' | 'summary' | 'html'>
}

export interface Curated {
  /** Best first. */
  news: CuratedItem[]
  /** Newest first, three at most. */
  analyses: CuratedItem[]
  /** Carried stories set right, in order of their ids. */
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
