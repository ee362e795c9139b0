import { escapeHtml } from '../../../core/text/encode.ts'
import { feedItems, updatedOf, type FeedContent, type FeedItem } from './feed-content.ts'

/** A feed as Atom (RFC 4287). */
export async function atomFeed(content: FeedContent): Promise<string> {
  // Loaded for the first requested feed.
  const { generateAtomFeed } = await import('feedsmith')
  const { title, about, home, path, frame } = content
  const items = feedItems(content)
  return generateAtomFeed({
    id: frame.publicUrl + path,
    title: { value: title },
    ...(about !== '' && { subtitle: { value: about } }),
    updated: updatedOf(items),
    authors: [{ name: frame.newsroom, uri: frame.publicUrl }],
    links: [
      { href: frame.publicUrl + path, rel: 'self', type: 'application/atom+xml' },
      { href: frame.publicUrl + home, rel: 'alternate', type: 'text/html' },
    ],
    xml: { lang: frame.language },
    entries: items.map(entry),
  })
}

/** Many programs treat every text as HTML; a text declared as HTML, and escaped, looks the same in all of them. */
const asHtml = (text: string) => ({ type: 'html', value: escapeHtml(text) })

function entry(item: FeedItem) {
  const { id, link, headline, summary, author, sourceName, language, topics, picture, published, updated } =
    item
  return {
    id,
    title: asHtml(headline),
    summary: asHtml(summary),
    links: [
      { href: link, rel: 'alternate' },
      { href: id, rel: 'related', type: 'text/html' },
      ...(picture === null ? [] : [{ href: picture, rel: 'enclosure', type: 'image/jpeg' }]),
    ],
    authors: [{ name: author }],
    source: { title: { value: sourceName } },
    categories: topics.map((topic) => ({ term: topic.id, label: topic.name })),
    published,
    updated,
    xml: { lang: language },
  }
}
