import type { Generated } from 'kysely'

export interface ReaderTables {
  tags: {
    id: Generated<number>
    name: string
    /** The name as it is found: folded, so that it stands once however it is written. */
    key: string
    /** 1 where a failed mail to one of its readers, or a leaving, alerts. */
    alerts: Generated<number>
    created_at: number
  }
  /** `import_id`: the list that it is from; null where somebody put it. */
  reader_tags: { tag_id: number; subscriber_id: number; added_at: number; import_id: number | null }
  reader_notes: {
    id: Generated<number>
    subscriber_id: number
    at: number
    /** As `actorText` writes it. */
    actor: string
    body: string
    import_id: number | null
  }
}
