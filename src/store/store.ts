import { type Dialect, Kysely, type RawBuilder, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { AppError, reasonOf } from '../core/errors.ts'
import type { JobName } from '../core/jobs.ts'
import type { Jobs } from '../core/ports.ts'
import { auditStore } from './repositories/audit.ts'
import { claimsStore } from './repositories/claims.ts'
import type { Backend } from './columns.ts'
import { contentsStore } from './repositories/contents.ts'
import { deliveriesStore } from './repositories/deliveries.ts'
import { digestsStore } from './repositories/digests.ts'
import { editionsStore } from './repositories/editions.ts'
import { exclusionsStore } from './repositories/exclusions.ts'
import { fanOutsStore } from './repositories/fan-outs.ts'
import { ledgerStatements, type LedgerStatements } from './repositories/ledger-statements.ts'
import { mediaPath, mediaStore } from './repositories/media.ts'
import { migrations } from './migrations/migrations.ts'
import { messagesStore } from './repositories/messages.ts'
import { newsroomStore } from './repositories/newsroom.ts'
import { oldAuditStore } from './repositories/old-audit.ts'
import { oldMediaStore } from './repositories/old-media.ts'
import { oldStoriesStore } from './repositories/old-stories.ts'
import { paceStore } from './repositories/pace.ts'
import { fetchLog } from './repositories/fetch-log.ts'
import { retentionStore } from './repositories/retention.ts'
import { revisionsStore } from './repositories/revisions.ts'
import { sourcesStore } from './repositories/sources.ts'
import { stopsStore } from './repositories/stops.ts'
import { storiesStore } from './repositories/stories.ts'
import { storyVersionsStore } from './repositories/story-versions.ts'
import { storyPicturesStore } from './repositories/story-pictures.ts'
import { subscribersStore } from './repositories/subscribers.ts'
import { suppressionsStore } from './repositories/suppressions.ts'
import { webPiecesStore } from './repositories/web-pieces.ts'
import type { Tables } from './tables.ts'

/** The aggregates, over the database or over one transaction of it. */
export type Repositories = ReturnType<typeof repositories>

/** Orders that must not interleave between processes. */
export type LockName = 'stories' | 'deliveries'

/** The repositories over one transaction. */
export interface Transaction extends Repositories {
  lock(name: LockName): Promise<void>
  /** Word of work that this transaction leaves, delivered once it is committed. */
  jobs: Jobs
}

export interface Store extends Repositories {
  readonly backend: Backend
  /** All or nothing, synced when it returns. On SQLite it holds the write lock from its beginning. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /** Has this called after each commit with every job that its transaction woke; ends where the returned function is called. */
  onWake(listener: (name: JobName) => void): () => void
  /** Brings the tables up to date; gives the names of the migrations that were run. */
  migrate(): Promise<string[]>
  /** Names of migrations that have not been run. */
  pending(): Promise<string[]>
  /** Where this database lives: differs in a copy or a restored backup. */
  fingerprint(): Promise<string>
  close(): Promise<void>
}

function repositories(
  db: Kysely<Tables>,
  backend: Backend,
  mediaFolder: string,
  statements: LedgerStatements,
) {
  return {
    audit: auditStore(db),
    claims: claimsStore(db, backend, statements),
    contents: contentsStore(db),
    deliveries: deliveriesStore(db),
    digests: digestsStore(db),
    editions: editionsStore(db, backend),
    exclusions: exclusionsStore(db),
    fanOuts: fanOutsStore(db, backend),
    media: mediaStore(db, mediaFolder),
    messages: messagesStore(db),
    newsroom: newsroomStore(db),
    oldAudit: oldAuditStore(db),
    oldMedia: oldMediaStore(db, mediaPath(mediaFolder)),
    oldStories: oldStoriesStore(db),
    pace: paceStore(db),
    fetchLog: fetchLog(db),
    retention: retentionStore(db),
    revisions: revisionsStore(db),
    sources: sourcesStore(db),
    stops: stopsStore(db),
    stories: storiesStore(db),
    storyVersions: storyVersionsStore(db),
    storyPictures: storyPicturesStore(db),
    subscribers: subscribersStore(db),
    suppressions: suppressionsStore(db),
    webPieces: webPiecesStore(db),
  }
}

const locks: Record<LockName, RawBuilder<unknown>> = {
  stories: sql`select pg_advisory_xact_lock(7311001)`,
  // Waits until no row is being written, and lets none be until this transaction has ended.
  deliveries: sql`lock table deliveries in share row exclusive mode`,
}

/** Opens a store over a dialect of Kysely; `locate` tells where the database lives. */
export function storeOver(
  dialect: Dialect,
  backend: Backend,
  mediaFolder: string,
  locate: (db: Kysely<Tables>) => Promise<string>,
): Store {
  const db = new Kysely<Tables>({ dialect })
  const statements = ledgerStatements(db, backend)
  const listeners = new Set<(name: JobName) => void>()
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations(backend) } })
  return {
    backend,
    ...repositories(db, backend, mediaFolder, statements),
    async transaction(work) {
      const woken = new Set<JobName>()
      const result = await db.transaction().execute((tx) =>
        work({
          ...repositories(tx, backend, mediaFolder, statements),
          lock: async (name) => {
            if (backend === 'postgres') await locks[name].execute(tx)
          },
          jobs: { wake: async (name) => void woken.add(name) },
        }),
      )
      for (const name of woken) for (const listener of listeners) listener(name)
      return result
    },
    onWake(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async migrate() {
      const { error, results } = await migrator.migrateToLatest()
      if (error)
        throw new AppError(
          'store-unavailable',
          `the tables could not be brought up to date: ${reasonOf(error)}`,
          { cause: error },
        )
      return (results ?? []).map((result) => result.migrationName)
    },
    async pending() {
      return (await migrator.getMigrations()).filter((m) => !m.executedAt).map((m) => m.name)
    },
    fingerprint: () => locate(db),
    close: () => db.destroy(),
  }
}
