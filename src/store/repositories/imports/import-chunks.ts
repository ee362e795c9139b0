import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../tables/tables.ts'

export type ImportChunksStore = ReturnType<typeof importChunksStore>

/** The bytes of uploaded files, in pieces: another process than the one that received them may read them. */
export function importChunksStore(db: Kysely<Tables>) {
  return {
    async add(importId: number, n: number, bytes: Uint8Array): Promise<void> {
      await db.insertInto('import_chunks').values({ import_id: importId, n, bytes }).execute()
    },

    /** Up to `count` bytes of a piece, starting at an offset, fewer at its end; null if there is no such piece. */
    async get(importId: number, n: number, from: number, count: number): Promise<Uint8Array | null> {
      const row = await db
        .selectFrom('import_chunks')
        .select(
          sql<Uint8Array>`substr(bytes, cast(${from + 1} as integer), cast(${count} as integer))`.as('bytes'),
        )
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
