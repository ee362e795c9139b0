import { type Kysely, sql } from 'kysely'
import { said, type Reason } from '../../core/said/said.ts'
import type { Backend } from '../columns.ts'
import type { Tables } from '../tables/tables.ts'

export interface WholeDatabase {
  /** Its size in bytes. */
  size(): Promise<number>
  /** On SQLite: writes a snapshot into a new file, while others continue writing. */
  copyTo(file: string): Promise<void>
  /** The damage that the database reports about itself; on SQLite only. */
  damages(): Promise<Reason[]>
}

export function wholeDatabase(db: Kysely<Tables>, backend: Backend): WholeDatabase {
  return {
    async size() {
      const { rows } = await (backend === 'postgres'
        ? sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(db)
        : sql<{
            bytes: number
          }>`select page_count * page_size as bytes from pragma_page_count, pragma_page_size`.execute(db))
      return rows[0]?.bytes ?? 0
    },
    async copyTo(file) {
      await sql`vacuum into ${file}`.execute(db)
    },
    async damages() {
      if (backend === 'postgres') return []
      const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
      const broken = await sql<{ table: string; parent: string }>`pragma foreign_key_check`.execute(db)
      return [
        ...rows.map((row) => row.integrity_check).filter((line) => line !== 'ok'),
        ...broken.rows.map(({ table, parent }) => said('row-refers-nowhere', { table, parent })),
      ]
    },
  }
}

/** Runs work in a transaction that sees a snapshot of the database. On SQLite it always has the write lock. */
export async function atOneMoment<T>(
  db: Kysely<Tables>,
  backend: Backend,
  isHeld: boolean,
  work: (tx: Kysely<Tables>) => Promise<T>,
): Promise<T> {
  if (backend === 'sqlite') return db.transaction().execute(work)
  // Queried before: the snapshot is taken by the first statement of the transaction, and has to come after the locks.
  const { rows } = await sql<{ name: string }>`select quote_ident(relname) as name from pg_class
    where relkind = 'r' and relnamespace = current_schema()::regnamespace order by relname`.execute(db)
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const names = rows.map(({ name }) => name).join(', ')
      if (isHeld) await sql`lock table ${sql.raw(names)} in share mode`.execute(tx)
      return work(tx)
    })
}
