import type { Picture, Section } from '../story.ts'
import type { TextQuery } from '../../text/text-query.ts'

/** A story as the public pages show it: what was carried, in its last state. Texts are typeset, links absolute. */
export interface ArchivedStory {
  storyId: number
  section: Section
  /** Of its digest (BCP 47). */
  language: string
  /** Topic ids, best first. */
  topics: string[]
  countries: { code: string; name: string }[]
  headline: string
  summary: string
  /** Why it matters, in an editor's words. */
  why: string | null
  byline: string | null
  sourceName: string
  /** Where it was published; null where our own page is all there is. */
  link: string | null
  /** The name of its page of our own; null where it has none. */
  slug: string | null
  /** When it came out. */
  at: Temporal.Instant
  picture: Picture | null
  also: { name: string; link: string }[]
  /** The date of the edition that last corrected it; null where none did. */
  correctedOn: Temporal.PlainDate | null
}

/** What a story is filed under, with its name for people: `topic:nuclear`, `country:XA`, `source:coastal-times`. */
export interface Label {
  label: string
  name: string
}

/** A story on its way into the archive. */
export interface StoryToArchive {
  story: ArchivedStory
  labels: Label[]
  /** What is found: the folded words of its text. */
  words: string[]
}

/** An edition that has begun to leave, as the front page shows it: ids of stories, best first. */
export interface ArchivedContents {
  news: number[]
  analyses: number[]
  corrections: number[]
  /** The editors' note; null where there is none. */
  note: string | null
  profileCountry: string | null
}

/** Where an edition has its page. */
export interface EditionAddress {
  key: string
  date: Temporal.PlainDate
  number: number
}

/** An edition in a list. */
export interface ArchivedEdition extends EditionAddress {
  id: number
  digestName: string
  language: string
  timeZone: string
  subject: string | null
  startedAt: Temporal.Instant
  /** When its page was changed last: it began to leave, was approved anew with a correction, or lost a story. */
  changedAt: Temporal.Instant
}

/** A story in a list of the archive. */
export interface ArchiveEntry {
  /** Its place: the newest has the highest. */
  id: number
  carriedAt: Temporal.Instant
  /** The edition that carried it first. */
  edition: EditionAddress
  /** When it was withdrawn; then nothing of the story itself is to be shown. */
  withdrawnAt: Temporal.Instant | null
  story: ArchivedStory
}

/** What of the archive is looked for, newest first; what is null or empty is not asked for. */
export interface ArchiveQuery {
  text: TextQuery | null
  /** Each of them. */
  labels: readonly string[]
  /** Carried from the one instant on, and before the other. */
  from: Temporal.Instant | null
  until: Temporal.Instant | null
  /** The place after which to go on. */
  before: number | null
  count: number
  /** With the places of stories that were withdrawn. */
  withWithdrawn: boolean
}
