import type { DocumentReader } from './document.ts'
import { readFeed } from './read-feed.ts'
import { readJson } from './read-json.ts'
import { readListing } from './read-listing.ts'
import { readPage } from './read-page.ts'
import { readSitemap } from './read-sitemap.ts'
import { readStory } from './read-story.ts'
import { readWordpress } from './read-wordpress.ts'

/** What reads documents in the thread, by the name of its kind. */
export const readers: Readonly<Record<string, DocumentReader>> = {
  feed: readFeed,
  json: readJson,
  listing: readListing,
  page: readPage,
  sitemap: readSitemap,
  story: readStory,
  wordpress: readWordpress,
}
