import type { Generated } from 'kysely'
import type { SourceStatus } from '../../core/entities/states.ts'

export interface SourceTables {
  sources: SourcesTable
  readings: {
    id: Generated<number>
    source_id: number
    at: number
    outcome: string
    problem: string | null
    reason: string | null
    items: number
    fresh: number
    churned: number
    /** New stories over the source's budget, postponed to a later fetch. */
    put_off: Generated<number>
    newest_item_at: number | null
    doubles: Generated<number>
    sharing: Generated<number>
    ahead_item_at: number | null
  }
}

export interface SourcesTable {
  id: Generated<number>
  name: string
  kind: string
  location: string
  section: string
  language: string
  weight: number
  pictures: string
  time_zone: string | null
  status: SourceStatus
  etag: string | null
  last_modified: string | null
  checked_at: number | null
  succeeded_at: number | null
  retry_at: number | null
  failures: Generated<number>
  last_error: string | null
  item_count: number | null
  newest_item_at: number | null
  created_at: number
  options: string
  rules: string
  /** When it is due next; null: now. */
  next_read_at: number | null
  /** The process that reads it, and until when it may; `fence` counts claims and releases. */
  worker: string | null
  lease_until: number | null
  fence: Generated<number>
  /** Its last fetch that was not answered by “not modified”. */
  listed_at: number | null
}
