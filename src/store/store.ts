import { type Dialect, Kysely, type RawBuilder, sql } from 'kysely'
import { isDiskFull } from '../core/disk-full.ts'
import type { Job, JobName } from '../core/jobs.ts'
import type { Disk, Jobs } from '../core/ports.ts'
import type { Backend } from './columns.ts'
import { migrations } from './migrations/migrations.ts'
import type { KnownMigration } from './migrations/schema-state.ts'
import { tableMigrations } from './migrations/table-migrations.ts'
import { ledgerStatements } from './repositories/sending/ledger-statements.ts'
import { repositories, type Repositories } from './repositories/repositories.ts'
import type { JobQueue, StoredQueue } from './queue/queue.ts'
import { giveBack, type GiveBack } from './rows/give-back.ts'
import { serverTime } from './rows/server-time.ts'
import { tryWrite } from './rows/try-write.ts'
import { atOneMoment, wholeDatabase, type WholeDatabase } from './rows/whole-database.ts'
import { schemaOf, type Schema, type SchemaUse } from './schema.ts'
import type { Tables } from './tables/tables.ts'

export type { JobQueue, Repositories, SchemaUse }

/** Sequences of work that must not interleave between processes. */
export type LockName = 'stories' | 'deliveries' | 'changes' | 'accounts' | 'archive' | 'addresses'

/** The repositories over one transaction. */
export interface Transaction extends Repositories {
  lock(name: LockName): Promise<void>
  /** Wakes jobs for the work that this transaction adds, once it is committed. */
  jobs: Jobs
}

export interface Store extends Repositories, WholeDatabase, Schema {
  readonly backend: Backend
  /** All or nothing, synced when it returns. On SQLite it has the write lock from its beginning. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /** A snapshot of the database, however long it is read; with `isHeld`, nobody writes meanwhile (on SQLite always). */
  snapshot<T>(work: (tx: Repositories) => Promise<T>, how: { isHeld: boolean }): Promise<T>
  /** Hands jobs to all processes on this database; null if this is the only one. */
  readonly queue: JobQueue | null
  /** Calls the listener after each commit with every job that its transaction woke; the returned function ends this. */
  onWake(listener: (name: JobName) => void): () => void
  /** Writes without changing anything; rejects if writing is impossible, false if another process is writing. */
  tryWrite(): Promise<boolean>
  /** Returns free space to the file system, on SQLite; returns the bytes. */
  giveBack(how: GiveBack): Promise<number>
  /** Identifies the database by its location: differs for a copy or a restored backup. */
  fingerprint(): Promise<string>
  /** What the clock of the database server shows; null where there is no server. */
  serverTime(): Promise<Temporal.Instant | null>
  close(): Promise<void>
}

const locks: Record<LockName, RawBuilder<unknown>> = {
  stories: sql`select pg_advisory_xact_lock(7311001)`,
  changes: sql`select pg_advisory_xact_lock(7311002)`,
  accounts: sql`select pg_advisory_xact_lock(7311003)`,
  archive: sql`select pg_advisory_xact_lock(7311060)`,
  addresses: sql`select pg_advisory_xact_lock(7311032)`,
  // Waits until no row is being written, and blocks writes until this transaction has ended.
  deliveries: sql`lock table deliveries in share row exclusive mode`,
}

/** Parts that only some stores have. */
interface StoreParts {
  /** Opens its job queue. */
  queueOver?: (db: Kysely<Tables>) => StoredQueue
  /** Notified of what could not be written for lack of space. */
  disk?: Disk | null | undefined
  /** Other migrations than those of this version. */
  known?: Readonly<Record<string, KnownMigration>> | undefined
}

/** Opens a store over a Kysely dialect; `locate` identifies the location of the database. */
export function storeOver(
  dialect: Dialect,
  backend: Backend,
  mediaFolder: string,
  locate: (db: Kysely<Tables>) => Promise<string>,
  { queueOver, disk, known = migrations(backend) }: StoreParts = {},
): Store {
  const db = new Kysely<Tables>({
    dialect,
    log({ level, ...event }) {
      if (level === 'error' && 'error' in event && isDiskFull(event.error)) disk?.failed()
    },
  })
  const statements = ledgerStatements(db, backend)
  const queue = queueOver?.(db) ?? null
  const listeners = new Set<(name: JobName) => void>()
  return {
    backend,
    ...repositories(db, backend, mediaFolder, statements),
    queue,
    async transaction(work) {
      const woken = new Map<string, Job>()
      const result = await db.transaction().execute(async (tx) => {
        const worked = await work({
          ...repositories(tx, backend, mediaFolder, statements),
          lock: async (name) => {
            if (backend === 'postgres') await locks[name].execute(tx)
          },
          jobs: {
            wake: async (name, part) => void woken.set(`${name} ${part}`, { name, part: part ?? null }),
          },
        })
        await queue?.send(tx, [...woken.values()])
        return worked
      })
      for (const name of new Set([...woken.values()].map((job) => job.name)))
        for (const listener of listeners) listener(name)
      return result
    },
    snapshot: (work, { isHeld }) =>
      atOneMoment(db, backend, isHeld, (tx) => work(repositories(tx, backend, mediaFolder, statements))),
    ...wholeDatabase(db, backend),
    onWake(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ...schemaOf(backend, tableMigrations(db, known), queue),
    tryWrite: () => tryWrite(db, backend),
    giveBack: (how) => giveBack(db, backend, how),
    fingerprint: () => locate(db),
    serverTime: async () => (backend === 'postgres' ? serverTime(db) : null),
    close: () => db.destroy(),
  }
}
