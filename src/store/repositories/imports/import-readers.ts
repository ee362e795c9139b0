import type { Kysely } from 'kysely'
import type { ImportedReader } from '../../../core/entities/imports/import-row.ts'
import { toInstant } from '../../columns.ts'
import { agreedOf } from './import-rows.ts'
import type { Tables } from '../../tables/tables.ts'

export type ImportReadersStore = ReturnType<typeof importReadersStore>

/** What lists did to readers: which list added whom, with what consent, and the previous values. */
export function importReadersStore(db: Kysely<Tables>) {
  return {
    /** Of one person, newest first. */
    async of(subscriberId: number): Promise<ImportedReader[]> {
      const rows = await db
        .selectFrom('import_readers')
        .selectAll()
        .where('subscriber_id', '=', subscriberId)
        .orderBy('import_id', 'desc')
        .orderBy('n')
        .execute()
      return rows.map((row) => ({
        importId: row.import_id,
        subscriberId: row.subscriber_id,
        digestId: row.digest_id,
        outcome: row.outcome,
        at: toInstant(row.at),
        agreed: agreedOf(row),
      }))
    },
  }
}
