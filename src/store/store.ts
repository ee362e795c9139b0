import { type Dialect, Kysely, type RawBuilder, sql } from 'kysely'
import type { Job, JobName } from '../core/jobs.ts'
import type { Jobs } from '../core/ports.ts'
import { archivedEditionsStore } from './queries/archived-editions.ts'
import { archivedStoriesStore } from './queries/archived-stories.ts'
import { readersStore } from './queries/readers/readers.ts'
import { accountsStore } from './repositories/accounts/accounts.ts'
import { alertChoicesStore } from './repositories/accounts/alert-choices.ts'
import { archiveStore } from './repositories/archive/archive.ts'
import { credentialsStore } from './repositories/accounts/credentials.ts'
import { sessionsStore } from './repositories/accounts/sessions.ts'
import { presenceStore } from './repositories/accounts/presence.ts'
import { signInsStore } from './repositories/accounts/sign-ins.ts'
import { allowancesStore } from './repositories/subscribers/allowances.ts'
import { audiencesStore } from './repositories/subscribers/audiences.ts'
import { auditStore } from './repositories/newsroom/audit.ts'
import { changesStore } from './repositories/editions/changes.ts'
import { changeValuesStore } from './repositories/editions/change-values.ts'
import { claimsStore } from './repositories/sending/claims.ts'
import { awaitedPagesStore } from './repositories/stories/awaited-pages.ts'
import type { Backend } from './columns.ts'
import { contentsStore } from './repositories/editions/contents.ts'
import { deliveriesStore } from './repositories/sending/deliveries.ts'
import { digestsStore } from './repositories/newsroom/digests.ts'
import { editionsStore } from './repositories/editions/editions.ts'
import { exclusionsStore } from './repositories/editions/exclusions.ts'
import { feedbackViewsStore } from './repositories/feedback/feedback-views.ts'
import { feedbackStore } from './repositories/feedback/feedback.ts'
import { repliesStore } from './repositories/feedback/replies.ts'
import { mailboxMessagesStore } from './repositories/feedback/mailbox-messages.ts'
import { hookTokensStore } from './repositories/feedback/hook-tokens.ts'
import { fanOutsStore } from './repositories/sending/fan-outs.ts'
import { importChunksStore } from './repositories/imports/import-chunks.ts'
import { importLabelsStore } from './repositories/imports/import-labels.ts'
import { importMergesStore } from './repositories/imports/import-merges.ts'
import { importReadersStore } from './repositories/imports/import-readers.ts'
import { importRemovalsStore } from './repositories/imports/import-removals.ts'
import { importRowsStore } from './repositories/imports/import-rows.ts'
import { importUndosStore } from './repositories/imports/import-undos.ts'
import { importsStore } from './repositories/imports/imports.ts'
import { ledgerStatements, type LedgerStatements } from './repositories/sending/ledger-statements.ts'
import { mediaStore } from './repositories/stories/media.ts'
import { mediaFiles } from './repositories/stories/media-files.ts'
import { tableMigrations } from './migrations/table-migrations.ts'
import { messagesStore } from './repositories/sending/messages.ts'
import { newsroomStore } from './repositories/newsroom/newsroom.ts'
import { oldAuditStore } from './repositories/retention/old-audit.ts'
import { oldMediaStore } from './repositories/retention/old-media.ts'
import { oldStoriesStore } from './repositories/retention/old-stories.ts'
import { paceStore } from './repositories/sending/pace.ts'
import { progressStore } from './repositories/sending/progress.ts'
import { fetchLog } from './repositories/sources/fetch-log.ts'
import { passedChecksStore } from './repositories/editions/passed-checks.ts'
import { retentionStore } from './repositories/retention/retention.ts'
import { revisionsStore } from './repositories/editions/revisions.ts'
import { sentAgainStore } from './repositories/sending/sent-again.ts'
import { sendingSettingsStore } from './repositories/sending/sending-settings.ts'
import { sourcesStore } from './repositories/sources/sources.ts'
import { stopsStore } from './repositories/editions/stops.ts'
import { storiesStore } from './repositories/stories/stories.ts'
import { linkChecksStore } from './repositories/stories/link-checks.ts'
import { storyVersionsStore } from './repositories/stories/story-versions.ts'
import { storyPicturesStore } from './repositories/stories/story-pictures.ts'
import { testAddressesStore } from './repositories/newsroom/test-addresses.ts'
import { erasingStore } from './repositories/subscribers/erasing.ts'
import { ownDataStore } from './repositories/subscribers/own-data.ts'
import { readerExportStore } from './queries/readers/export.ts'
import { bulkActionsStore } from './repositories/readers/bulk-actions.ts'
import { bulkRowsStore } from './repositories/readers/bulk-rows.ts'
import { standingsStore } from './repositories/readers/standings.ts'
import { readerNotesStore } from './repositories/readers/notes.ts'
import { tagsStore } from './repositories/readers/tags.ts'
import { readerLinksStore } from './repositories/subscribers/reader-links.ts'
import { signUpsStore } from './repositories/subscribers/sign-ups.ts'
import { subscribersStore } from './repositories/subscribers/subscribers.ts'
import { leasesStore } from './repositories/processes/leases.ts'
import { leaversStore } from './repositories/subscribers/leavers.ts'
import { suppressedDomainsStore } from './repositories/subscribers/suppressed-domains.ts'
import { suppressionNotesStore } from './repositories/subscribers/suppression-notes.ts'
import { suppressionsStore } from './repositories/subscribers/suppressions.ts'
import { suppressionListStore } from './queries/suppressions/suppression-list.ts'
import { warmUpDaysStore } from './repositories/sending/warm-up-days.ts'
import { warmUpReadersStore } from './repositories/sending/warm-up-readers.ts'
import { warmUpsStore } from './repositories/sending/warm-ups.ts'
import { warmUpFiguresStore } from './queries/warm-up-figures.ts'
import { webPiecesStore } from './repositories/editions/web-pieces.ts'
import type { JobQueue, StoredQueue } from './queue/queue.ts'
import { rowStore } from './rows/rows.ts'
import { atOneMoment, wholeDatabase, type WholeDatabase } from './rows/whole-database.ts'
import type { Tables } from './tables/tables.ts'

/** The aggregates, over the database or over one transaction of it. */
export type Repositories = ReturnType<typeof repositories>

export type { JobQueue }

/** Orders that must not interleave between processes. */
export type LockName = 'stories' | 'deliveries' | 'changes' | 'accounts' | 'archive' | 'addresses'

/** The repositories over one transaction. */
export interface Transaction extends Repositories {
  lock(name: LockName): Promise<void>
  /** Word of work that this transaction leaves, delivered once it is committed. */
  jobs: Jobs
}

export interface Store extends Repositories, WholeDatabase {
  readonly backend: Backend
  /** All or nothing, synced when it returns. On SQLite it holds the write lock from its beginning. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /** The database as it is at one moment, however long it is read; where it is held, nobody writes meanwhile (on SQLite always). */
  snapshot<T>(work: (tx: Repositories) => Promise<T>, how: { isHeld: boolean }): Promise<T>
  /** Hands jobs to all processes on this database; null where there is only this one. */
  readonly queue: JobQueue | null
  /** Has this called after each commit with every job that its transaction woke; ends where the returned function is called. */
  onWake(listener: (name: JobName) => void): () => void
  /** Brings the tables up to date; gives the names of the migrations that were run. Throws `store-unavailable` for tables of a newer version. */
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
    accounts: accountsStore(db),
    allowances: allowancesStore(db),
    alertChoices: alertChoicesStore(db),
    archive: archiveStore(db, backend),
    archivedEditions: archivedEditionsStore(db),
    archivedStories: archivedStoriesStore(db, backend),
    audiences: audiencesStore(db, backend),
    audit: auditStore(db),
    awaitedPages: awaitedPagesStore(db),
    bulkActions: bulkActionsStore(db),
    bulkRows: bulkRowsStore(db, backend),
    changes: changesStore(db),
    changeValues: changeValuesStore(db),
    claims: claimsStore(db, backend, statements),
    contents: contentsStore(db),
    credentials: credentialsStore(db),
    deliveries: deliveriesStore(db),
    digests: digestsStore(db),
    editions: editionsStore(db, backend),
    erasing: erasingStore(db),
    exclusions: exclusionsStore(db),
    feedback: feedbackStore(db),
    feedbackViews: feedbackViewsStore(db),
    fanOuts: fanOutsStore(db, backend),
    hookTokens: hookTokensStore(db),
    importChunks: importChunksStore(db),
    importLabels: importLabelsStore(db, backend),
    importMerges: importMergesStore(db, backend),
    importReaders: importReadersStore(db),
    importRemovals: importRemovalsStore(db, backend),
    importRows: importRowsStore(db, backend),
    imports: importsStore(db),
    importUndos: importUndosStore(db, backend),
    leases: leasesStore(db),
    leavers: leaversStore(db),
    linkChecks: linkChecksStore(db),
    mailboxMessages: mailboxMessagesStore(db),
    media: mediaStore(db, backend, mediaFolder),
    mediaFiles: mediaFiles(db, backend, mediaFolder),
    messages: messagesStore(db, backend),
    newsroom: newsroomStore(db),
    oldAudit: oldAuditStore(db),
    oldMedia: oldMediaStore(db, backend, mediaFolder),
    oldStories: oldStoriesStore(db),
    pace: paceStore(db),
    presence: presenceStore(db),
    progress: progressStore(db),
    fetchLog: fetchLog(db),
    replies: repliesStore(db),
    retention: retentionStore(db),
    rows: rowStore(db, backend),
    passedChecks: passedChecksStore(db),
    revisions: revisionsStore(db),
    sendingSettings: sendingSettingsStore(db),
    sentAgain: sentAgainStore(db, backend),
    sessions: sessionsStore(db),
    signIns: signInsStore(db),
    ownData: ownDataStore(db),
    readerLinks: readerLinksStore(db),
    readerExport: readerExportStore(db, backend),
    readerNotes: readerNotesStore(db),
    readers: readersStore(db, backend),
    signUps: signUpsStore(db),
    sources: sourcesStore(db),
    standings: standingsStore(db, backend),
    stops: stopsStore(db),
    stories: storiesStore(db),
    storyVersions: storyVersionsStore(db),
    storyPictures: storyPicturesStore(db),
    subscribers: subscribersStore(db, backend),
    suppressedDomains: suppressedDomainsStore(db, backend),
    suppressionList: suppressionListStore(db, backend),
    suppressionNotes: suppressionNotesStore(db),
    suppressions: suppressionsStore(db, backend),
    tags: tagsStore(db, backend),
    testAddresses: testAddressesStore(db),
    warmUpDays: warmUpDaysStore(db),
    warmUpFigures: warmUpFiguresStore(db),
    warmUpReaders: warmUpReadersStore(db),
    warmUps: warmUpsStore(db),
    webPieces: webPiecesStore(db),
  }
}

const locks: Record<LockName, RawBuilder<unknown>> = {
  stories: sql`select pg_advisory_xact_lock(7311001)`,
  changes: sql`select pg_advisory_xact_lock(7311002)`,
  accounts: sql`select pg_advisory_xact_lock(7311003)`,
  archive: sql`select pg_advisory_xact_lock(7311060)`,
  addresses: sql`select pg_advisory_xact_lock(7311032)`,
  // Waits until no row is being written, and lets none be until this transaction has ended.
  deliveries: sql`lock table deliveries in share row exclusive mode`,
}

/** Opens a store over a dialect of Kysely; `locate` tells where the database lives, `queueOver` opens what hands out its jobs. */
export function storeOver(
  dialect: Dialect,
  backend: Backend,
  mediaFolder: string,
  locate: (db: Kysely<Tables>) => Promise<string>,
  queueOver: ((db: Kysely<Tables>) => StoredQueue) | null = null,
): Store {
  const db = new Kysely<Tables>({ dialect })
  const statements = ledgerStatements(db, backend)
  const queue = queueOver?.(db) ?? null
  const listeners = new Set<(name: JobName) => void>()
  const tables = tableMigrations(db, backend)
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
    async migrate() {
      return [...(await tables.migrate()), ...((await queue?.migrate()) ?? [])]
    },
    async pending() {
      return [...(await tables.pending()), ...((await queue?.pending()) ?? [])]
    },
    fingerprint: () => locate(db),
    close: () => db.destroy(),
  }
}
