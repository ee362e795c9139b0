import type { Kysely } from 'kysely'
import type { Tables } from '../../tables/tables.ts'

export type ImportChunksStore = ReturnType<typeof importChunksStore>

/** The bytes of uploaded files, in pieces: another process than the one that takes them may read them. */
export function importChunksStore(db: Kysely<Tables>) {
  return {
    async add(importId: number, n: number, bytes: Uint8Array): Promise<void> {
      await db.insertInto('import_chunks').values({ import_id: importId, n, bytes }).execute()
    },

    async get(importId: number, n: number): Promise<Uint8Array | null> {
      const row = await db
        .selectFrom('import_chunks')
        .select('bytes')
        .where('import_id', '=', importId)
        .where('n', '=', n)
        .executeTakeFirst()
      return row?.bytes ?? null
    },

    async delete(importId: number): Promise<void> {
      await db.deleteFrom('import_chunks').where('import_id', '=', importId).execute()
    },
  }
}
