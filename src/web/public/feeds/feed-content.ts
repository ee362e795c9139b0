import type { ArchiveEntry } from '../../../core/entities/archive/archive.ts'
import { absolute, storyInEditionPath, storyPath } from '../../../core/links.ts'
import { withoutTracking } from '../../../core/text/tracking.ts'
import type { Frame } from '../reading/frame.ts'

/** The content of a feed, for any format. */
export interface FeedContent {
  title: string
  about: string
  /** The path of the page with the same stories. */
  home: string
  /** Its own path. */
  path: string
  entries: ArchiveEntry[]
  frame: Frame
}

/** A story for feeds; URLs are absolute. */
export interface FeedItem {
  /** A permanent URL. */
  id: string
  /** Our own page of the story, otherwise where it was published, otherwise its place in the edition. */
  link: string
  /** Where it was published, if that is another site. */
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

/** When the newest of them was updated; the epoch if there are none, so that an empty feed does not change. */
export const updatedOf = (items: readonly FeedItem[]): string =>
  items
    .map(({ updated }) => updated)
    .toSorted()
    .at(-1) ?? '1970-01-01T00:00:00Z'
