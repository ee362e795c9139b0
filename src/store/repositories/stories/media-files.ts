import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Backend } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

/** The bytes of pictures by hash: files in `media/` of the data folder or, on PostgreSQL, a table that every host can read. */
export interface MediaFiles {
  /** Once this returns, they are completely stored. */
  put(hash: string, bytes: Buffer): Promise<void>
  get(hash: string): Promise<Buffer | null>
  remove(hashes: readonly string[]): Promise<void>
}

export function mediaFiles(db: Kysely<Tables>, backend: Backend, folder: string): MediaFiles {
  const files = inFolder(folder)
  return backend === 'sqlite' ? files : inTable(db, files)
}

function inFolder(folder: string): MediaFiles {
  const path = (hash: string) => join(folder, hash.slice(0, 2), hash)
  return {
    put: (hash, bytes) => writeWhole(path(hash), bytes),
    get: (hash) => readFile(path(hash)).catch(nullWhereMissing),
    async remove(hashes) {
      for (const hash of hashes) await rm(path(hash), { force: true })
    },
  }
}

/** `before` has files of this host from an earlier version; what is read from it is copied to the table. */
function inTable(db: Kysely<Tables>, before: MediaFiles): MediaFiles {
  const put = async (hash: string, bytes: Buffer) => {
    await db
      .insertInto('media_files')
      .values({ hash, bytes })
      .onConflict((c) => c.column('hash').doNothing())
      .execute()
  }
  return {
    put,
    async get(hash) {
      const kept = await db
        .selectFrom('media_files')
        .select('bytes')
        .where('hash', '=', hash)
        .executeTakeFirst()
      // PGlite returns a plain array of bytes.
      if (kept) return Buffer.from(kept.bytes)
      const bytes = await before.get(hash)
      if (bytes) await put(hash, bytes)
      return bytes
    },
    async remove(hashes) {
      if (hashes.length > 0) await db.deleteFrom('media_files').where('hash', 'in', hashes).execute()
      await before.remove(hashes)
    },
  }
}

function nullWhereMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
  throw error
}

/** Two sources may deliver the same picture at once. */
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
