import type { JsonFeed } from 'feedsmith'
import { htmlOfText, type FeedDocument, type FeedEntry } from '../feed-entry.ts'
import { bare, pictureFiles } from '../feed-pictures.ts'
import { addressIn } from '../../text/links.ts'
import { headlineText } from '../../text/plain-text.ts'

type Item = JsonFeed.Item<string>

function jsonEntry(item: Item, feed: JsonFeed.Feed<string>): FeedEntry {
  const text = item.content_text === undefined ? undefined : htmlOfText(item.content_text)
  return {
    id: item.id,
    links: [item.url, item.external_url, addressIn(item.id)],
    base: undefined,
    headline: headlineText(item.title ?? ''),
    people: (item.authors ?? feed.authors ?? []).map((author) => author.name),
    categories: item.tags ?? [],
    summary: item.summary === undefined ? undefined : htmlOfText(item.summary),
    content: item.content_html ?? text,
    contentBase: undefined,
    published: [item.date_published],
    updated: [item.date_modified],
    pictures: [
      ...bare(item.image),
      ...bare(item.banner_image),
      ...pictureFiles(item.attachments?.map(({ url, mime_type }) => ({ url, type: mime_type }))),
    ],
  }
}

/** Converts JSON Feed 1.0 and 1.1. */
export function jsonDocument(feed: JsonFeed.Feed<string>): FeedDocument {
  return {
    format: 'json',
    title: headlineText(feed.title ?? ''),
    language: feed.language,
    inner: [],
    outer: [feed.feed_url, feed.home_page_url],
    notes: [],
    freshFor: null,
    entries: (feed.items ?? []).map((item) => jsonEntry(item, feed)),
  }
}
