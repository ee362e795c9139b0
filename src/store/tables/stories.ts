import type { Generated } from 'kysely'

export interface StoryTables {
  stories: StoriesTable
  /** What carried stories said before their sources changed them. */
  story_versions: {
    id: Generated<number>
    story_id: number
    at: number
    /** Changed parts: `headline summary body`. */
    changed: string
    headline: string
    summary: string
    html: string | null
  }
  /** Links of stories, and the results of requesting them. */
  link_checks: {
    link_hash: string
    link: string
    state: string | null
    fault: string | null
    tries: number
    checked_at: number | null
    next_at: number | null
  }
  awaited_pages: {
    story_id: number
    digest_id: number
    date: string
    edition_id: number | null
    link: string
    /** JSON. */
    typed: string
    tries: number
    fault: string | null
    next_at: number | null
  }
  media: {
    hash: string
    type: string
    width: number
    height: number
    bytes: number
    created_at: number
    /** When it was first noticed that nothing shows it; null while something does. */
    unshown_since: number | null
  }
  /** The bytes of pictures; on PostgreSQL only. */
  media_files: {
    hash: string
    bytes: Buffer
  }
}

export interface StoriesTable {
  id: Generated<number>
  source_id: number
  guid: string
  item_id: string
  link: string | null
  canonical_link: string | null
  headline: string
  byline: string | null
  summary: string
  html: string | null
  section: string
  language: string
  published_at: number | null
  date_from: string
  first_seen_at: number
  changed_at: number | null
  position: number
  picture: string | null
  declared_topics: string
  declared_countries: string
  categories: string
  slug: string | null
  fingerprint: string | null
  /** The picture as its source names it, JSON. */
  picture_link: string | null
  picture_tries: Generated<number>
  /** When it is to be fetched; null if it was fetched or given up, or if there is none. */
  picture_next_at: number | null
  /** Why the last attempt to fetch it failed. */
  picture_fault: string | null
  /** When its source last listed it, to the day. */
  listed_at: number | null
  /** No edition sent before this carries it. */
  embargo_until: number | null
  /** When an editor withdrew it. */
  withdrawn_at: number | null
  /** The source that an editor named. */
  attribution: string | null
}
