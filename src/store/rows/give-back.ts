import { type Kysely, sql } from 'kysely'
import type { Backend } from '../columns.ts'
import { withShortTimeout } from '../dialect/patience.ts'
import type { Tables } from '../tables/tables.ts'

/** Pages per transaction, so that others can write in between. */
const pagesAtOnce = 500

/** How much of the free pages to return. */
export interface GiveBack {
  /** The share of the database that may stay free, because it is used again soon. */
  keeps: number
  /** Bytes that may be written meanwhile. */
  spare: number
}

/**
 * On SQLite: returns free pages to the file system, from the end of the file, and truncates the log. Returns the bytes. A file of an
 * earlier version, which does not support that, is rewritten if there is space for it. A database server does this itself.
 */
export async function giveBack(db: Kysely<Tables>, backend: Backend, how: GiveBack): Promise<number> {
  if (backend === 'postgres') return 0
  const { pages, free, pageSize } = await pagesOf(db)
  const surplus = Math.floor(free - pages * how.keeps)
  if (surplus > 0) {
    if (await isIncremental(db)) await cutOff(db, surplus)
    // Once into a new file, and once into the log.
    else if ((pages - free) * pageSize * 2 < how.spare) await writeAnew(db)
  }
  await emptyLog(db)
  return (pages - (await pagesOf(db)).pages) * pageSize
}

async function pagesOf(db: Kysely<Tables>): Promise<{ pages: number; free: number; pageSize: number }> {
  const { rows } = await sql<{ pages: number; free: number; pageSize: number }>`
    select page_count as pages, freelist_count as free, page_size as "pageSize"
    from pragma_page_count, pragma_freelist_count, pragma_page_size`.execute(db)
  return rows[0] ?? { pages: 0, free: 0, pageSize: 0 }
}

async function isIncremental(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ auto_vacuum: number }>`pragma auto_vacuum`.execute(db)
  return rows[0]?.auto_vacuum === 2
}

async function cutOff(db: Kysely<Tables>, surplus: number): Promise<void> {
  for (let left = surplus; left > 0; left -= pagesAtOnce)
    await db.transaction().execute(async (tx) => {
      // For a statement without rows the driver does one step, which is one page.
      for (let page = 0; page < Math.min(left, pagesAtOnce); page += 1)
        await sql`pragma incremental_vacuum(1)`.execute(tx)
    })
}

async function writeAnew(db: Kysely<Tables>): Promise<void> {
  await sql`pragma auto_vacuum = incremental`.execute(db)
  await sql`vacuum`.execute(db)
}

/** As far as nobody is reading it. */
async function emptyLog(db: Kysely<Tables>): Promise<void> {
  await withShortTimeout(db, (own) => sql`pragma wal_checkpoint(truncate)`.execute(own))
}
