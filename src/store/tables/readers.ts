import type { Generated } from 'kysely'

export interface ReaderTables {
  tags: {
    id: Generated<number>
    name: string
    /** The name in the form for searching: folded, so that it is unique however it is written. */
    key: string
    /** 1 if an alert is sent when an e-mail to one of its readers fails, or one of them leaves. */
    alerts: Generated<number>
    created_at: number
  }
  /** `import_id`: the list that added it; null if a person did. */
  reader_tags: { tag_id: number; subscriber_id: number; added_at: number; import_id: number | null }
  reader_notes: {
    id: Generated<number>
    subscriber_id: number
    at: number
    /** From `actorText`. */
    actor: string
    body: string
    import_id: number | null
  }
}
