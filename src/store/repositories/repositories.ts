import type { Kysely } from 'kysely'
import type { Backend } from '../columns.ts'
import { archivedEditionsStore } from '../queries/archived-editions.ts'
import { archivedStoriesStore } from '../queries/archived-stories.ts'
import { gaugesStore } from '../queries/gauges.ts'
import { readersStore } from '../queries/readers/readers.ts'
import { accountsStore } from './accounts/accounts.ts'
import { alertChoicesStore } from './accounts/alert-choices.ts'
import { archiveStore } from './archive/archive.ts'
import { credentialsStore } from './accounts/credentials.ts'
import { sessionsStore } from './accounts/sessions.ts'
import { presenceStore } from './accounts/presence.ts'
import { signInsStore } from './accounts/sign-ins.ts'
import { allowancesStore } from './subscribers/allowances.ts'
import { audiencesStore } from './subscribers/audiences.ts'
import { auditStore } from './newsroom/audit.ts'
import { changesStore } from './editions/changes.ts'
import { changeValuesStore } from './editions/change-values.ts'
import { claimsStore } from './sending/claims.ts'
import { awaitedPagesStore } from './stories/awaited-pages.ts'
import { contentsStore } from './editions/contents.ts'
import { deliveriesStore } from './sending/deliveries.ts'
import { digestsStore } from './newsroom/digests.ts'
import { editionsStore } from './editions/editions.ts'
import { exclusionsStore } from './editions/exclusions.ts'
import { feedbackOriginalsStore } from './feedback/feedback-originals.ts'
import { feedbackViewsStore } from './feedback/feedback-views.ts'
import { feedbackStore } from './feedback/feedback.ts'
import { repliesStore } from './feedback/replies.ts'
import { mailboxMessagesStore } from './feedback/mailbox-messages.ts'
import { hookTokensStore } from './feedback/hook-tokens.ts'
import { fanOutsStore } from './sending/fan-outs.ts'
import { importChunksStore } from './imports/import-chunks.ts'
import { importLabelsStore } from './imports/import-labels.ts'
import { importMergesStore } from './imports/import-merges.ts'
import { importReadersStore } from './imports/import-readers.ts'
import { importRemovalsStore } from './imports/import-removals.ts'
import { importRowsStore } from './imports/import-rows.ts'
import { importUndosStore } from './imports/import-undos.ts'
import { importsStore } from './imports/imports.ts'
import type { LedgerStatements } from './sending/ledger-statements.ts'
import { mediaStore } from './stories/media.ts'
import { mediaFiles } from './stories/media-files.ts'
import { messagesStore } from './sending/messages.ts'
import { newsroomStore } from './newsroom/newsroom.ts'
import { oldAuditStore } from './retention/old-audit.ts'
import { oldMediaStore } from './retention/old-media.ts'
import { oldStoriesStore } from './retention/old-stories.ts'
import { paceStore } from './sending/pace.ts'
import { progressStore } from './sending/progress.ts'
import { fetchLog } from './sources/fetch-log.ts'
import { passedChecksStore } from './editions/passed-checks.ts'
import { retentionStore } from './retention/retention.ts'
import { revisionsStore } from './editions/revisions.ts'
import { sentAgainStore } from './sending/sent-again.ts'
import { sendingSettingsStore } from './sending/sending-settings.ts'
import { sourcesStore } from './sources/sources.ts'
import { stopsStore } from './editions/stops.ts'
import { storiesStore } from './stories/stories.ts'
import { linkChecksStore } from './stories/link-checks.ts'
import { storyVersionsStore } from './stories/story-versions.ts'
import { storyPicturesStore } from './stories/story-pictures.ts'
import { testAddressesStore } from './newsroom/test-addresses.ts'
import { erasingStore } from './subscribers/erasing.ts'
import { ownDataStore } from './subscribers/own-data.ts'
import { readerExportStore } from '../queries/readers/export.ts'
import { bulkActionsStore } from './readers/bulk-actions.ts'
import { bulkRowsStore } from './readers/bulk-rows.ts'
import { subscriptionStatesStore } from './readers/subscription-states.ts'
import { mailDomainsStore } from './readers/mail-domains.ts'
import { readerNotesStore } from './readers/notes.ts'
import { tagsStore } from './readers/tags.ts'
import { readerLinksStore } from './subscribers/reader-links.ts'
import { signUpsStore } from './subscribers/sign-ups.ts'
import { subscribersStore } from './subscribers/subscribers.ts'
import { leasesStore } from './processes/leases.ts'
import { leaversStore } from './subscribers/leavers.ts'
import { suppressedDomainsStore } from './subscribers/suppressed-domains.ts'
import { suppressionNotesStore } from './subscribers/suppression-notes.ts'
import { suppressionsStore } from './subscribers/suppressions.ts'
import { suppressionListStore } from '../queries/suppressions/suppression-list.ts'
import { warmUpDaysStore } from './sending/warm-up-days.ts'
import { warmUpReadersStore } from './sending/warm-up-readers.ts'
import { warmUpsStore } from './sending/warm-ups.ts'
import { warmUpFiguresStore } from '../queries/warm-up-figures.ts'
import { webPiecesStore } from './editions/web-pieces.ts'
import { rowStore } from '../rows/rows.ts'
import type { Tables } from '../tables/tables.ts'

/** The aggregates, over the database or over one transaction of it. */
export type Repositories = ReturnType<typeof repositories>

export function repositories(
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
    feedback: feedbackStore(db, backend),
    feedbackOriginals: feedbackOriginalsStore(db),
    feedbackViews: feedbackViewsStore(db),
    fanOuts: fanOutsStore(db, backend),
    gauges: gaugesStore(db),
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
    mailDomains: mailDomainsStore(db, backend),
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
    subscriptionStates: subscriptionStatesStore(db, backend),
    stops: stopsStore(db),
    stories: storiesStore(db),
    storyVersions: storyVersionsStore(db),
    storyPictures: storyPicturesStore(db),
    subscribers: subscribersStore(db),
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
