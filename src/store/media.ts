import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Kysely } from 'kysely'
import { toMs } from './columns.ts'
import type { Tables } from './tables.ts'

/** A picture's bytes with what a page must say of it. */
export interface MediaFile {
  bytes: Buffer
  type: string
  width: number
  height: number
}

export type MediaStore = ReturnType<typeof mediaStore>

/** Pictures by hash: rows in the database, bytes in `media/` of the data folder. */
export function mediaStore(db: Kysely<Tables>, folder: string) {
  const path = (hash: string) => join(folder, hash.slice(0, 2), hash)

  return {
    /** Keeps a file once, whole or not at all; gives its hash, 32 hex digits. */
    async put(file: MediaFile, at: Temporal.Instant): Promise<string> {
      const hash = createHash('sha256').update(file.bytes).digest('hex').slice(0, 32)
      await writeWhole(path(hash), file.bytes)
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
        .onConflict((c) => c.column('hash').doNothing())
        .execute()
      return hash
    },

    async get(hash: string): Promise<MediaFile | null> {
      const row = await db.selectFrom('media').selectAll().where('hash', '=', hash).executeTakeFirst()
      if (!row) return null
      return { bytes: await readFile(path(hash)), type: row.type, width: row.width, height: row.height }
    },
  }
}

/** Two sources may bring the same picture at once. */
let writes = 0

async function writeWhole(file: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const partial = `${file}.${process.pid}.${(writes += 1)}.part`
  const handle = await open(partial, 'w')
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(partial, file)
}
