import type { Generated } from 'kysely'
import type { ImportState } from '../../core/entities/imports/import.ts'
import type { ImportedReader, ImportRow } from '../../core/entities/imports/import-row.ts'

export interface ImportTables {
  imports: {
    id: Generated<number>
    digest_id: number
    file_name: string
    bytes: Generated<number>
    state: ImportState
    settings: string
    columns: string | null
    facts: string | null
    counts: string
    is_to_merge: Generated<number>
    bytes_read: Generated<number>
    cursor: Generated<number>
    state_at: number
    created_at: number
    created_by: string
    done_at: number | null
    fault: string | null
    worker: string | null
    lease_until: number | null
    fence: Generated<number>
  }
  /** The bytes of a file, in pieces counted from 0. */
  import_chunks: { import_id: number; n: number; bytes: Uint8Array }
  import_rows: ImportRowsTable
  import_readers: {
    import_id: number
    n: number
    subscriber_id: number
    digest_id: number
    outcome: ImportedReader['outcome']
    /** JSON of the previous values, while it can be undone; null if the import created the subscription. */
    before: string | null
    at: number
    opt_in_at: number | null
    opt_in_ip: string | null
    opt_in_how: string | null
  }
  /** The columns chosen for lists with a header. */
  import_mappings: { signature: string; columns: string; used_at: number }
}

export interface ImportRowsTable {
  import_id: number
  n: number
  line: number
  digest_id: number | null
  hash: string | null
  email: string | null
  name: string | null
  name_key: string | null
  flags: number | null
  /** JSON array of names. */
  tags: string | null
  note: string | null
  topics: string | null
  days: number | null
  hour: string | null
  time_zone: string | null
  ends_to: 'unsubscribed' | 'suppressed' | null
  ends_at: number | null
  reason: string | null
  opt_in_at: number | null
  opt_in_ip: string | null
  opt_in_how: string | null
  outcome: ImportRow['outcome']
  fault_column: string | null
  fault: string | null
  fields: string | null
  raw: string | null
}
