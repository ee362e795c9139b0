import type { CuratedItem } from '../../../curate/curated.ts'
import type { Item } from '../../../core/entities/sheet.ts'
import { storyPath } from '../../../core/links.ts'

/** A curated story as an edition carries it, before an editor's changes. */
export function toItem({
  story,
  topics,
  countries,
  summary,
  attribution,
  also,
  score,
  reasons,
  follows,
}: CuratedItem): Item {
  return {
    storyId: story.id,
    section: story.section,
    topics: topics.map((topic) => topic.id),
    countries: countries.map(({ code, name }) => ({ code, name })),
    headline: story.headline,
    summary,
    why: null,
    byline: attribution,
    sourceName: story.sourceName,
    link: story.slug ? storyPath(story.slug) : story.link,
    publishedAt: story.publishedAt,
    firstSeenAt: story.firstSeenAt,
    picture: story.picture,
    also,
    score,
    reasons,
    ...(follows && { follows }),
  }
}
