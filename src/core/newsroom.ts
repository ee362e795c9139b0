import type { Rendition, Section } from './story.ts'

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
}

/** What a subscriber can choose, with the lexicon that finds it. */
export interface Topic {
  id: string
  name: string
  description: string
  /** Text colour of its label, light and dark, each at least 6:1 on its paper. */
  color: { light: string; dark: string }
  lexicon: Lexicon
}

export interface Lexicon {
  /**
   * Phrases and their weight, matched on word boundaries; an upper-case phrase matches only so written.
   * Below 2 a phrase only supports others; below 0 it speaks against the topic.
   */
  terms: Record<string, number>
  /** Phrases that hold a term but mean something else ("nuclear family"): their words count for nothing. */
  not: string[]
}

export interface Profile {
  /** ISO 3166-1 alpha-2, or a sample newsroom's own code. */
  country: string
  name: string
  overview: string
  link: string
  linkText: string | null
  /** PNG, kept like every picture. */
  flag: Rendition | null
  /** Local date of the last review, as ISO text. */
  reviewed: string | null
}

/** A country the gazetteer can find: its code, its name, and every other way it is written. */
export interface CountryEntry {
  code: string
  name: string
  aliases: string[]
}

export type Approval = 'auto' | 'manual'

export interface Schedule {
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  days: number[]
  /** Local times, `HH:MM`. */
  hour: string
  cutoff: string
  timeZone: string
}

export interface Digest {
  id: number
  key: string
  name: string
  language: string
  template: string
  /** Topic ids in the order of their sections. */
  topics: string[]
  approval: Approval
  schedule: Schedule
  /** Editions whose cutoff lies before it are nobody's. */
  createdAt: Temporal.Instant
}

export interface Source {
  id: number
  name: string
  kind: string
  /** An address, or a folder's or file's path. */
  location: string
  section: Section
  language: string
  /** 1 is ordinary; rank multiplies by it. */
  weight: number
  pictures: 'keep' | 'link' | 'none'
  /** For dates without a zone. */
  timeZone: string | null
}
