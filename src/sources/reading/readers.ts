import type { DocumentReader } from './document.ts'

/**
 * What reads documents in the thread, by the name of its kind. Each is loaded when a first document of its kind comes: a
 * newsroom of feeds need not hold what reads pages.
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
