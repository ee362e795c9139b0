import type { ArchiveEntry } from '../../../core/entities/archive/archive.ts'
import { absolute, storyInEditionPath, storyPath } from '../../../core/links.ts'
import { withoutTracking } from '../../../core/text/tracking.ts'
import type { Frame } from '../reading/frame.ts'

/** What a feed of any format says. */
export interface FeedContent {
  title: string
  about: string
  /** The path of the page that shows the same. */
  home: string
  /** Its own path. */
  path: string
  entries: ArchiveEntry[]
  frame: Frame
}

/** A story as feeds have it; addresses are whole. */
export interface FeedItem {
  /** Never changes, and is an address. */
  id: string
  /** Our own page of it, else where it was published, else its place in the edition. */
  link: string
  /** Where it was published, where that is elsewhere. */
  source: string | null
  headline: string
  summary: string
  author: string
  sourceName: string
  language: string
  topics: { id: string; name: string }[]
  picture: string | null
  published: string
  updated: string
}

export function feedItems({ entries, frame }: FeedContent): FeedItem[] {
  return entries.map((entry) => feedItem(entry, frame))
}

function feedItem({ story, edition, carriedAt }: ArchiveEntry, frame: Frame): FeedItem {
  const { publicUrl } = frame
  const place = publicUrl + storyInEditionPath(edition, story.storyId)
  const elsewhere =
    story.link !== null && /^https?:\/\//i.test(story.link) ? withoutTracking(story.link) : null
  const corrected = story.correctedOn?.toZonedDateTime('UTC').toInstant() ?? carriedAt
  return {
    id: place,
    link: story.slug === null ? (elsewhere ?? place) : publicUrl + storyPath(story.slug),
    source: elsewhere,
    headline: story.headline,
    summary: story.summary,
    author: story.byline ?? story.sourceName,
    sourceName: story.sourceName,
    language: story.language,
    topics: frame.topics.filter(({ id }) => story.topics.includes(id)).map(({ id, name }) => ({ id, name })),
    picture: story.picture && absolute(publicUrl, story.picture.large.src),
    published: inSeconds(story.at),
    updated: inSeconds(Temporal.Instant.compare(corrected, carriedAt) > 0 ? corrected : carriedAt),
  }
}

const inSeconds = (at: Temporal.Instant): string => at.toString({ smallestUnit: 'second' })

/** When the newest of them came in; the beginning of time where there is none, so that an empty feed stays the same. */
export const updatedOf = (items: readonly FeedItem[]): string =>
  items
    .map(({ updated }) => updated)
    .toSorted()
    .at(-1) ?? '1970-01-01T00:00:00Z'
