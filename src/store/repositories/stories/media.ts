import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { MediaFile } from '../../../core/entities/stories/pictures.ts'
import { toMs, type Backend } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { mediaFiles } from './media-files.ts'

export type MediaStore = ReturnType<typeof mediaStore>

/** Hashes of the pictures that a text links to. */
export const mediaHashes = (text: string): string[] =>
  [...text.matchAll(/media\/([0-9a-f]{32})/g)].map(([, hash]) => hash ?? '')

/** Pictures by hash: a row about each, and its bytes where the backend stores them. */
export function mediaStore(db: Kysely<Tables>, backend: Backend, folder: string) {
  const files = mediaFiles(db, backend, folder)

  return {
    /** Stores a file once, completely or not at all; returns its hash, 32 hex digits. */
    async put(file: MediaFile, at: Temporal.Instant): Promise<string> {
      const hash = createHash('sha256').update(file.bytes).digest('hex').slice(0, 32)
      // The row first: it tells the deletion of unused pictures that this one is about to be used.
      await db
        .insertInto('media')
        .values({
          hash,
          type: file.type,
          width: file.width,
          height: file.height,
          bytes: file.bytes.length,
          created_at: toMs(at),
        })
        .onConflict((c) => c.column('hash').doUpdateSet({ unshown_since: null }))
        .execute()
      await files.put(hash, file.bytes)
      return hash
    },

    /** Bytes of each of these pictures that exists. */
    async sizes(hashes: string[]): Promise<Map<string, number>> {
      if (hashes.length === 0) return new Map()
      const rows = await db
        .selectFrom('media')
        .select(['hash', 'bytes'])
        .where('hash', 'in', [...new Set(hashes)])
        .execute()
      return new Map(rows.map(({ hash, bytes }) => [hash, bytes]))
    },

    async get(hash: string): Promise<MediaFile | null> {
      const row = await db.selectFrom('media').selectAll().where('hash', '=', hash).executeTakeFirst()
      const bytes = row && (await files.get(hash))
      return row && bytes ? { bytes, type: row.type, width: row.width, height: row.height } : null
    },
  }
}
