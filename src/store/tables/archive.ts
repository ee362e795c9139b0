import type { Generated } from 'kysely'

export interface ArchiveTables {
  /** Stories that editions carried, once each; the newest has the highest id. */
  archive_stories: {
    id: Generated<number>
    story_id: number
    /** The edition that carried it first. */
    edition_id: number
    /** Never less than that of a lower id. */
    carried_at: number
    /** JSON. */
    body: string
  }
  /** The archived revision of an edition, and what it shows, JSON. */
  archive_editions: { edition_id: number; revision: number; at: number; body: string }
  /** The labels of stories. */
  archive_labels: { label: string; name: string; newest_id: number }
  /** The full-text index by story id: `tsvector` in PostgreSQL, FTS5 in SQLite. */
  archive_words: { id: number; words: string }
}
