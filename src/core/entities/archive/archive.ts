import type { Picture, Section } from '../story.ts'
import type { TextQuery } from '../../text/text-query.ts'

/** A story as the public pages show it: the latest state of what was carried. Texts are typeset, links absolute. */
export interface ArchivedStory {
  storyId: number
  section: Section
  /** The language of its digest (BCP 47). */
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
  /** Where it was published; null if there is only our own page. */
  link: string | null
  /** The name of our own page for it; null if there is none. */
  slug: string | null
  /** When it was published. */
  at: Temporal.Instant
  picture: Picture | null
  also: { name: string; link: string }[]
  /** The date of the edition that last corrected it; null if none did. */
  correctedOn: Temporal.PlainDate | null
}

/** A label of a story, with its display name: `topic:nuclear`, `country:XA`, `source:coastal-times`. */
export interface Label {
  label: string
  name: string
}

/** A story to be added to the archive. */
export interface StoryToArchive {
  story: ArchivedStory
  labels: Label[]
  /** The words by which it is found: those of its text, folded. */
  words: string[]
}

/** The contents of an edition that is being or has been sent, for the front page: ids of stories, best first. */
export interface ArchivedContents {
  news: number[]
  analyses: number[]
  corrections: number[]
  /** The editors' note, if any. */
  note: string | null
  profileCountry: string | null
}

/** The parts of the address of an edition's page. */
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
  /** When its page last changed: it was first sent, approved again with a correction, or lost a story. */
  changedAt: Temporal.Instant
}

/** A story in a list of the archive. */
export interface ArchiveEntry {
  /** Its position: the newest has the highest. */
  id: number
  carriedAt: Temporal.Instant
  /** The edition that carried it first. */
  edition: EditionAddress
  /** When it was withdrawn; the story itself must not be shown then. */
  withdrawnAt: Temporal.Instant | null
  story: ArchivedStory
}

/** A search in the archive, newest first; null or empty fields don't restrict it. */
export interface ArchiveQuery {
  text: TextQuery | null
  /** All of them must match. */
  labels: readonly string[]
  /** Carried at or after `from` and before `until`. */
  from: Temporal.Instant | null
  until: Temporal.Instant | null
  /** The position after which to continue. */
  before: number | null
  count: number
  /** Include entries of withdrawn stories. */
  withWithdrawn: boolean
}
