import type { Rendition } from './story.ts'

/** One installation and its standing things. Shapes only. */

export interface Newsroom {
  name: string
  tagline: string
  publisher: string
  /** Postal address, required in every mail by law (CAN-SPAM §7704(a)(5)). */
  address: string
  /** BCP 47. */
  language: string
  /** From header of every digest: name and address. */
  sender: { name: string; email: string }
  replyTo: string | null
  /** Heading over analyses: "NTI Analysis". */
  analysisTitle: string
  alerts: string[]
  /** What is kept or left out, of every source. */
  rules: Rule[]
}

/** What an editor has decided of stories by their words, category or author. */
export interface Rule {
  /** `keep`: where a list has such rules, what none of them meets is left out. */
  action: 'keep' | 'leave-out'
  /** Where it looks: headline and summary, the source's own categories, or the byline. */
  where: 'words' | 'category' | 'author'
  /** Phrases, any of which is enough; matched on word boundaries, case aside. */
  any: string[]
}

/** What a subscriber can choose, with the lexicon that finds it. */
export interface Topic extends TopicWords {
  id: string
  /** Text colour of its label, light and dark, each at least 6:1 on its paper. */
  color: { light: string; dark: string }
  /** The same in other languages, by their primary tag (`de`). */
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
   * Phrases and their weight, matched on word boundaries; an upper-case phrase matches only so written, and a word's
   * beginning or end that is marked with `*` may be followed or preceded by anything (`*sprengkopf*`).
   * Below 2 a phrase only supports others; below 0 it speaks against the topic.
   */
  terms: Record<string, Weight>
  /** Phrases that hold a term but mean something else ("nuclear family"): their words count for nothing. */
  not: string[]
  /** Phrases that say little alone and much together, such as an arm and an act of diplomacy. */
  together: Pairing[]
}

/** What a phrase counts, and for whoever keeps the lexicon, why. */
export type Weight = number | { weight: number; why: string }

/** Where headline and summary hold a phrase of each list, and not the same words for both, `weight` counts once. */
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
  /** Paragraphs of plain text, an empty line between them. */
  overview: string
  link: string
  linkText: string | null
  /** PNG, kept like every picture. */
  flag: Rendition | null
  /** Local date of the last review, as ISO text. */
  reviewed: string
  /** The file it was read from, to the byte. */
  markdown: string
}

/** A country the gazetteer can find: its code, its name, and every other way it is written. */
export interface CountryEntry {
  code: string
  name: string
  aliases: string[]
}

/** Who approves an edition: the system at its hour, a person, or two different people. */
export type ApprovalRule = 'auto' | 'one' | 'two'

/** What becomes of e-mails that may or may not have arrived: a person says, or each is sent once more by itself. */
export type Unknowns = 'hold' | 'retry-once'

export interface Schedule {
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  days: number[]
  /** Local times, `HH:MM`. */
  hour: string
  cutoff: string
  timeZone: string
  /** Hours past the hour of sending until which a late edition still leaves; after that it is `missed`. */
  catchUp: number
  /** Days that are not as the week has them. */
  calendar: CalendarDay[]
}

/** A local date of the week without its edition; with `to` the edition comes on that date, which may be the same one. */
export interface CalendarDay {
  /** Local dates, as ISO text. */
  date: string
  to: string | null
  /** Local time `HH:MM` of sending in place of the digest's, where the edition is moved. */
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
  /** A country's profile comes at most once in so many days. */
  profileDays: number
  unknowns: Unknowns
  schedule: Schedule
  /** Editions whose cutoff lies before it are nobody's. */
  createdAt: Temporal.Instant
}
