import type { DocumentReader } from './document.ts'

/**
 * The readers of documents in the thread, by kind. Each is loaded with the first document of its kind: a newsroom with only feeds need not
 * load what reads pages.
 */
export const readers: Readonly<Record<string, () => Promise<DocumentReader>>> = {
  feed: async () => (await import('../feeds/read-feed.ts')).readFeed,
  json: async () => (await import('../feeds/formats/read-json.ts')).readJson,
  listing: async () => (await import('../pages/read-listing.ts')).readListing,
  page: async () => (await import('../pages/read-page.ts')).readPage,
  sitemap: async () => (await import('../feeds/formats/read-sitemap.ts')).readSitemap,
  story: async () => (await import('./read-story.ts')).readStory,
  wordpress: async () => (await import('../feeds/formats/read-wordpress.ts')).readWordpress,
}
