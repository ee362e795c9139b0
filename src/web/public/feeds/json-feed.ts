import { feedItems, type FeedContent, type FeedItem } from './feed-content.ts'

/** A feed as JSON Feed 1.1. */
export async function jsonFeed(content: FeedContent): Promise<string> {
  const { generateJsonFeed } = await import('feedsmith')
  const { title, about, home, path, frame } = content
  const feed = generateJsonFeed({
    title,
    home_page_url: frame.publicUrl + home,
    feed_url: frame.publicUrl + path,
    ...(about !== '' && { description: about }),
    language: frame.language,
    authors: [{ name: frame.newsroom, url: frame.publicUrl }],
    items: feedItems(content).map(entry),
  })
  // JSON Feed requires `items`, even if there are none.
  return JSON.stringify({ items: [], ...(feed as object) })
}

function entry({
  id,
  link,
  source,
  headline,
  summary,
  author,
  language,
  topics,
  picture,
  published,
  updated,
}: FeedItem) {
  return {
    id,
    url: link,
    ...(source !== null && source !== link && { external_url: source }),
    title: headline,
    content_text: summary,
    ...(picture !== null && { image: picture }),
    date_published: published,
    date_modified: updated,
    authors: [{ name: author }],
    tags: topics.map(({ name }) => name),
    language,
  }
}
