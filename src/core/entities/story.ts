/** The words for what is collected. Shapes only. */

export type Section = 'news' | 'analysis'

/** A picture as a source gives it: an address and the words about it. */
export interface PictureLink {
  url: string
  alt: string | null
  caption: string | null
  credit: string | null
}

/** One size of a picture; width and height in pixels of the file, twice what is shown. */
export interface Rendition {
  /** `media/<hash>`, under the public URL, or an absolute address where the source is set to link. */
  src: string
  width: number
  height: number
}

/** A picture as Daywire keeps it: the lead's size and the thumbnail's. */
export interface Picture {
  large: Rendition
  thumb: Rendition
  alt: string
  caption: string | null
  credit: string | null
}

/**
 * Where a date was found. `first-seen` is the flagged fallback of a source without usable dates; `backlog` is of an undated
 * item that was there when its source was first read, and is no news of that day.
 */
export type DateFrom = 'published' | 'updated' | 'first-seen' | 'backlog'

/** One item as read from a source, cleaned: text fields hold plain text, `html` only safe markup. */
export interface SourceItem {
  /** The source's own id (guid, atom:id, file name), else its link, else its title. */
  id: string
  /** The id that its source wrote, where `id` is that under which its story is kept. */
  ownId?: string
  link: string | null
  headline: string
  byline: string | null
  /** Plain text. */
  summary: string
  /** Sanitised HTML of the body, where the source gives one. */
  html: string | null
  /** As written, even in the future. */
  date: Temporal.Instant | null
  dateFrom: DateFrom
  image: PictureLink | null
  /** Named by the source itself (an editor's front matter); curating adds to them, never overrules. */
  topics: string[]
  countries: string[]
  /** As the source sorts its items, for rules. */
  categories: string[]
  section: Section | null
  /** True where the body is our own: the story gets a page of its own. */
  own: boolean
  /** Place in the source, 0 the first. */
  position: number
  /** Of what it was made from; null where it is made anew at every reading. */
  fingerprint: string | null
}

/** An item that came as it is known by its fingerprint, and was not made anew. */
export type SameItem = Pick<SourceItem, 'id' | 'link' | 'headline' | 'date' | 'position' | 'fingerprint'>

/** A collected story as the store keeps it. */
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
  /** Place in the source when first seen, 0 the first: prominence. */
  position: number
  picture: Picture | null
  declaredTopics: string[]
  declaredCountries: string[]
  categories: string[]
  /** The path of its own page under `/stories/`, where its body is our own. */
  slug: string | null
}

/** Why a word counts: what matched, and what it gave. */
export interface Scored {
  id: string
  score: number
  /** The words of the story that made it, as written there. */
  words: string[]
}

/** What a story says. */
export type StoryText = Pick<Story, 'headline' | 'summary' | 'html'>

/** One change of a carried story: what it said before, and which parts of it are other now. */
export interface StoryVersion extends StoryText {
  at: Temporal.Instant
  changed: string[]
}
