import type { Rendition } from './story.ts'

/** One installation, with its digests, topics and other permanent data. Types only. */

export interface Newsroom {
  name: string
  tagline: string
  publisher: string
  /** Postal address, required in every e-mail by law (CAN-SPAM §7704(a)(5)). */
  address: string
  /** BCP 47. */
  language: string
  /** The From header of all editions. */
  sender: { name: string; email: string }
  replyTo: string | null
  /** Heading over analyses: "NTI Analysis". */
  analysisTitle: string
  alerts: string[]
  /** Rules for what is kept or left out, for all sources. */
  rules: Rule[]
}

/** An editor's rule for stories by their words, categories or author. */
export interface Rule {
  /** `keep`: if a list has such rules, stories that match none of them are left out. */
  action: 'keep' | 'leave-out'
  /** Where it looks: headline and summary, the source's own categories, or the byline. */
  where: 'words' | 'category' | 'author'
  /** Phrases, any of which is enough; matched on word boundaries, case-insensitively. */
  any: string[]
}

/** A topic that subscribers can choose, with the lexicon that finds it. */
export interface Topic extends TopicWords {
  id: string
  /** Text colour of its label, light and dark, each at least 6:1 on its paper. */
  color: { light: string; dark: string }
  /** The same in other languages, by primary tag (`de`). */
  languages?: Record<string, TopicWords> | undefined
}

/** A topic in one language. */
export interface TopicWords {
  name: string
  description: string
  lexicon: Lexicon
}

export interface Lexicon {
  /**
   * Phrases with weights, matched on word boundaries. An upper-case phrase matches only as written; a `*` at a word's beginning or end
   * allows other letters there (`*sprengkopf*`). A phrase with a weight below 2 only supports others; one below 0 counts against the topic.
   */
  terms: Record<string, Weight>
  /** Phrases that contain a term but mean something else ("nuclear family"): their words don't count. */
  not: string[]
  /** Phrases that are insignificant alone but significant together, such as a weapon and an act of diplomacy. */
  together: Pairing[]
}

/** The weight of a phrase, and for maintainers of the lexicon, why. */
export type Weight = number | { weight: number; why: string }

/** If headline and summary contain a phrase of each list, in different words, `weight` counts once. */
export interface Pairing {
  one: string[]
  other: string[]
  weight: number
  why?: string | undefined
}

export interface Profile {
  /** ISO 3166-1 alpha-2, or a sample newsroom's own code. */
  country: string
  name: string
  /** Paragraphs of plain text, separated by empty lines. */
  overview: string
  link: string
  linkText: string | null
  /** PNG, stored like every picture. */
  flag: Rendition | null
  /** Local date of the last review, in ISO format. */
  reviewed: string
  /** The exact content of the file that it was read from. */
  markdown: string
}

/** A country for the gazetteer: its code, its name, and other ways to write it. */
export interface CountryEntry {
  code: string
  name: string
  aliases: string[]
}

/** Who approves an edition: the system at its hour, a person, or two different people. */
export type ApprovalRule = 'auto' | 'one' | 'two'

/** What happens to e-mails that may or may not have arrived: a person decides, or each is automatically sent once more. */
export type Unknowns = 'hold' | 'retry-once'

export interface Schedule {
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  days: number[]
  /** Local times, `HH:MM`. */
  hour: string
  cutoff: string
  timeZone: string
  /** Hours after the hour of sending within which a late edition is still sent; after that it is `missed`. */
  catchUp: number
  /** Exceptions to the weekly schedule. */
  calendar: CalendarDay[]
}

/** A scheduled local date without an edition; with `to`, the edition is moved to that date, which may be the same one. */
export interface CalendarDay {
  /** Local date, in ISO format. */
  date: string
  to: string | null
  /** Local time `HH:MM` of sending instead of the digest's, if the edition is moved. */
  hour: string | null
  /** Why, for editors: "Christmas Day". */
  reason: string
}

export interface Digest {
  id: number
  key: string
  name: string
  language: string
  template: string
  /** Topic ids in the order of their sections. */
  topics: string[]
  approval: ApprovalRule
  /** The least number of days between two appearances of a country's profile. */
  profileDays: number
  unknowns: Unknowns
  schedule: Schedule
  /** No edition has an earlier cutoff. */
  createdAt: Temporal.Instant
}
