/** Types of what is collected. */

export type Section = 'news' | 'analysis'

/** A picture as given by a source: an address and the texts for it. */
export interface PictureLink {
  url: string
  alt: string | null
  caption: string | null
  credit: string | null
}

/** One size of a picture; width and height in pixels of the file, twice the displayed size. */
export interface Rendition {
  /** `media/<hash>`, relative to the public URL, or an absolute address if the source is set to link. */
  src: string
  width: number
  height: number
}

/** A picture as stored: the lead's size and the thumbnail's. */
export interface Picture {
  large: Rendition
  thumb: Rendition
  alt: string
  caption: string | null
  credit: string | null
}

/**
 * Where a date came from. `first-seen`: the fallback without a usable date; `backlog`: an undated item that already existed when its source
 * was first read, and is not news of that day.
 */
export type DateFrom = 'published' | 'updated' | 'first-seen' | 'backlog'

/** An item read from a source: text fields hold plain text, `html` only safe markup. */
export interface SourceItem {
  /** The source's id (guid, atom:id, file name), otherwise its link, otherwise its title. */
  id: string
  /** The source's original id, if the story is stored under another one. */
  ownId?: string
  link: string | null
  headline: string
  byline: string | null
  /** Plain text. */
  summary: string
  /** Sanitised HTML of the body, if the source has one. */
  html: string | null
  /** As written, even in the future. */
  date: Temporal.Instant | null
  dateFrom: DateFrom
  image: PictureLink | null
  /** Given by the source itself (an editor's front matter); curating adds others, but never removes these. */
  topics: string[]
  countries: string[]
  /** The source's own categories, for rules. */
  categories: string[]
  section: Section | null
  /** True if the body is our own: the story gets its own page. */
  own: boolean
  /** Position in the source, from 0. */
  position: number
  /** The fingerprint of its raw form; null if it is built at every reading. */
  fingerprint: string | null
}

/** An item whose fingerprint has not changed, so that it was not built again. */
export type SameItem = Pick<SourceItem, 'id' | 'link' | 'headline' | 'date' | 'position' | 'fingerprint'>

/** A collected story, as stored. */
export interface Story {
  id: number
  sourceId: number
  sourceName: string
  sourceWeight: number
  guid: string
  link: string | null
  canonicalLink: string | null
  headline: string
  byline: string | null
  summary: string
  html: string | null
  section: Section
  language: string
  publishedAt: Temporal.Instant | null
  dateFrom: DateFrom
  firstSeenAt: Temporal.Instant
  /** Position in the source when first seen, from 0: its prominence. */
  position: number
  picture: Picture | null
  declaredTopics: string[]
  declaredCountries: string[]
  categories: string[]
  /** The path of its own page under `/stories/`, if its body is our own. */
  slug: string | null
}

/** A topic or country with its score and the words for it. */
export interface Scored {
  id: string
  score: number
  /** The words of the story that matched, as written. */
  words: string[]
}

/** The text of a story. */
export type StoryText = Pick<Story, 'headline' | 'summary' | 'html'>

/** A change of a carried story: its text before, and which parts have changed. */
export interface StoryVersion extends StoryText {
  at: Temporal.Instant
  changed: string[]
}
