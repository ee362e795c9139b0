import type { Backend } from '../columns.ts'
import { newsroomTables } from './0001-newsroom.ts'
import { editionTables } from './0002-editions.ts'
import { subscriberTables } from './0003-subscribers.ts'
import { collectingTables } from './0004-collecting.ts'
import { messageReasons } from './0005-messages.ts'
import { alertTables } from './0006-alerts.ts'
import { fingerprintColumn } from './0008-fingerprints.ts'
import { storyChangeTables } from './0010-story-changes.ts'
import { profileColumns } from './0011-profiles.ts'
import { deliveryTables } from './0013-delivery.ts'
import { calendarColumns } from './0014-calendar.ts'
import { ledgerColumns } from './0015-ledger.ts'
import { paceTables } from './0016-pace.ts'
import { endColumns } from './0017-ends.ts'
import { identityColumns } from './0018-identity.ts'
import { budgetColumns } from './0019-budgets.ts'
import { noteColumn } from './0022-notes.ts'
import { revisionColumns } from './0023-revisions.ts'
import { approvalTables } from './0024-approvals.ts'
import { stopColumns } from './0025-stops.ts'
import { webPieceTable } from './0027-web-pieces.ts'
import { leaseColumns } from './0029-source-leases.ts'
import { priorityColumn } from './0030-message-priorities.ts'
import { addressChangesColumn } from './0032-address-changes.ts'
import { storyVersionsTable } from './0034-story-versions.ts'
import { withdrawalTables } from './0035-withdrawals.ts'
import { changeTables } from './0036-changes.ts'
import { presenceTable } from './0037-presence.ts'
import { accountTables } from './0040-accounts.ts'
import { alertChoiceTable } from './0041-alert-choices.ts'
import { testAddressTable } from './0042-test-addresses.ts'
import { linkCheckTable } from './0043-link-checks.ts'
import { auditSubjectIndex } from './0045-audit-subjects.ts'
import { passedCheckTable } from './0046-passed-checks.ts'
import { signUpTables } from './0052-sign-ups.ts'
import { readerLinkTable } from './0053-reader-links.ts'
import { addedStoryTables } from './0056-added-stories.ts'
import { archiveTables } from './0060-archive.ts'
import { hiddenStoriesIndex } from './0061-hidden-stories.ts'
import { importTables } from './0062-imports.ts'
import { readerTables } from './0064-readers.ts'
import { missedMailIndexes } from './0065-missed-mails.ts'
import { leaverTables } from './0066-leavers.ts'
import { bulkTables } from './0067-bulk-actions.ts'
import { feedbackTable } from './0068-feedback.ts'
import { importLinesIndex } from './0069-import-lines.ts'
import { readerKeyColumns } from './0071-reader-keys.ts'
import { importLabelColumns } from './0072-import-labels.ts'
import { hookTokenTable } from './0073-hook-tokens.ts'
import { deliveredColumn } from './0074-delivered.ts'
import { suppressionProof } from './0075-suppression-proof.ts'
import { suppressedDomains } from './0076-suppressed-domains.ts'
import { warmUpTables } from './0077-warm-ups.ts'
import { mailboxMessageTable } from './0079-mailbox-messages.ts'
import { replyTable } from './0080-replies.ts'
import { leaseTable } from './0081-leases.ts'
import { mediaFilesTable } from './0085-media-files.ts'
import { takenOverColumn } from './0086-taken-over.ts'
import { migrationKindTable } from './0090-migration-kinds.ts'
import { importPiecesStorage } from './0092-import-pieces.ts'
import { originalsTable } from './0096-originals.ts'
import { mailDomainTable } from './0097-mail-domains.ts'
import type { KnownMigration } from './schema-state.ts'

/** Every migration by its stored name. Names never change. */
export function migrations(backend: Backend): Record<string, KnownMigration> {
  return {
    '0001-newsroom': newsroomTables(backend),
    '0002-editions': editionTables(backend),
    '0003-subscribers': subscriberTables(backend),
    '0004-collecting': collectingTables(backend),
    '0005-messages': messageReasons,
    '0006-alerts': alertTables,
    '0008-fingerprints': fingerprintColumn,
    '0010-story-changes': storyChangeTables(backend),
    '0011-profiles': profileColumns,
    '0013-delivery': deliveryTables,
    '0014-calendar': calendarColumns,
    '0015-ledger': ledgerColumns,
    '0016-pace': paceTables,
    '0017-ends': endColumns,
    '0018-identity': identityColumns,
    '0019-budgets': budgetColumns,
    '0022-notes': noteColumn,
    '0023-revisions': revisionColumns,
    '0024-approvals': approvalTables,
    '0025-stops': stopColumns,
    '0027-web-pieces': webPieceTable,
    '0029-source-leases': leaseColumns,
    '0030-message-priorities': priorityColumn,
    '0032-address-changes': addressChangesColumn,
    '0034-story-versions': storyVersionsTable,
    '0035-withdrawals': withdrawalTables,
    '0036-changes': changeTables(backend),
    '0037-presence': presenceTable,
    '0040-accounts': accountTables(backend),
    '0041-alert-choices': alertChoiceTable,
    '0042-test-addresses': testAddressTable,
    '0043-link-checks': linkCheckTable,
    '0045-audit-subjects': auditSubjectIndex,
    '0046-passed-checks': passedCheckTable,
    '0052-sign-ups': signUpTables(backend),
    '0053-reader-links': readerLinkTable,
    '0056-added-stories': addedStoryTables,
    '0060-archive': archiveTables(backend),
    '0061-hidden-stories': hiddenStoriesIndex,
    '0062-imports': importTables(backend),
    '0064-readers': readerTables(backend),
    '0065-missed-mails': missedMailIndexes,
    '0066-leavers': leaverTables,
    '0067-bulk-actions': bulkTables(backend),
    '0068-feedback': feedbackTable(backend),
    '0069-import-lines': importLinesIndex,
    '0071-reader-keys': readerKeyColumns(backend),
    '0072-import-labels': importLabelColumns,
    '0073-hook-tokens': hookTokenTable,
    '0074-delivered': deliveredColumn,
    '0075-suppression-proof': suppressionProof(backend),
    '0076-suppressed-domains': suppressedDomains(backend),
    '0077-warm-ups': warmUpTables(backend),
    '0079-mailbox-messages': mailboxMessageTable,
    '0080-replies': replyTable,
    '0081-leases': leaseTable,
    '0085-media-files': mediaFilesTable(backend),
    '0086-taken-over': takenOverColumn,
    '0090-migration-kinds': migrationKindTable,
    '0092-import-pieces': importPiecesStorage(backend),
    '0096-originals': originalsTable(backend),
    '0097-mail-domains': mailDomainTable(backend),
  }
}
