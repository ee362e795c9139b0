import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Kysely } from 'kysely'
import type { MediaFile } from '../../../core/entities/stories/pictures.ts'
import { toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type MediaStore = ReturnType<typeof mediaStore>

/** Hashes of the pictures that a text links to. */
export const mediaHashes = (text: string): string[] =>
  [...text.matchAll(/media\/([0-9a-f]{32})/g)].map(([, hash]) => hash ?? '')

/** Where the bytes of a picture lie. */
export const mediaPath = (folder: string) => (hash: string) => join(folder, hash.slice(0, 2), hash)

/** Pictures by hash: rows in the database, bytes in `media/` of the data folder. */
export function mediaStore(db: Kysely<Tables>, folder: string) {
  const path = mediaPath(folder)

  return {
    /** Keeps a file once, whole or not at all; gives its hash, 32 hex digits. */
    async put(file: MediaFile, at: Temporal.Instant): Promise<string> {
      const hash = createHash('sha256').update(file.bytes).digest('hex').slice(0, 32)
      // The row first: whoever deletes what nothing shows sees by it that somebody is about to.
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
      await writeWhole(path(hash), file.bytes)
      return hash
    },

    /** Bytes of each of these pictures that there is. */
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
      const bytes = row && (await readFile(path(hash)).catch(nullWhereMissing))
      return row && bytes ? { bytes, type: row.type, width: row.width, height: row.height } : null
    },
  }
}

function nullWhereMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
  throw error
}

/** Two sources may bring the same picture at once. */
let writes = 0

async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const partial = `${file}.${process.pid}.${(writes += 1)}.part`
  const handle = await open(partial, 'w', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(partial, file)
}
