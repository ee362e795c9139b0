import type { Generated } from 'kysely'

export interface StoryTables {
  stories: StoriesTable
  /** What carried stories said before their sources changed them. */
  story_versions: {
    id: Generated<number>
    story_id: number
    at: number
    /** Parts that changed: `headline summary body`. */
    changed: string
    headline: string
    summary: string
    html: string | null
  }
  /** Links of stories, and what became of asking for them. */
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
    /** When it was first found that nothing shows it; null while something does. */
    unshown_since: number | null
  }
  /** The bytes of pictures; on PostgreSQL alone. */
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
  /** When it is to be asked for; null where it is there, was given up, or there is none. */
  picture_next_at: number | null
  /** Why it could not be had the last time. */
  picture_fault: string | null
  /** When its source last listed it, to the day. */
  listed_at: number | null
  /** No edition that leaves before carries it. */
  embargo_until: number | null
  /** When an editor withdrew it. */
  withdrawn_at: number | null
  /** Whom an editor named as its source. */
  attribution: string | null
}
