import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandActor, type Actor } from '../../src/core/entities/actor.ts'
import type { Digest, Rule } from '../../src/core/entities/newsroom.ts'
import { allReaders } from '../../src/core/entities/readers/reader-filter.ts'
import { allSuppressions } from '../../src/core/entities/suppression-filter.ts'
import { addAccount } from '../../src/services/accounts/managing/add-account.ts'
import { disableAccount, enableAccount } from '../../src/services/accounts/managing/disable-account.ts'
import { endSessions } from '../../src/services/accounts/managing/end-sessions.ts'
import { linkAccount } from '../../src/services/accounts/managing/link-account.ts'
import { listAccounts } from '../../src/services/accounts/managing/list-accounts.ts'
import { resetFactor } from '../../src/services/accounts/managing/reset-factor.ts'
import { setGrants } from '../../src/services/accounts/managing/set-grants.ts'
import { chooseAlerts } from '../../src/services/alerts/choose-alerts.ts'
import { addSource } from '../../src/services/collecting/managing/add-source.ts'
import { offerCatalogue } from '../../src/services/collecting/managing/catalogue.ts'
import { importOpml } from '../../src/services/collecting/managing/import-opml.ts'
import { probeSource } from '../../src/services/collecting/managing/probe-source.ts'
import { findSource, removeSource } from '../../src/services/collecting/managing/remove-source.ts'
import { addRule, removeRule } from '../../src/services/collecting/managing/rules.ts'
import { collect } from '../../src/services/collecting/reading/collect.ts'
import { receiveHook } from '../../src/services/feedback/hooks/receive-hook.ts'
import { receiveMessage } from '../../src/services/feedback/receive-message.ts'
import { listReplies } from '../../src/services/feedback/replies/list-replies.ts'
import { settleReply } from '../../src/services/feedback/replies/settle-reply.ts'
import { settleMassFailure } from '../../src/services/feedback/judging/settle-mass-failure.ts'
import { downloadReport } from '../../src/services/feedback/viewing/show-report.ts'
import type { Context } from '../../src/services/context.ts'
import { addStory } from '../../src/services/editions/adding/add-story.ts'
import { skipSinceBackup } from '../../src/services/backup/since-backup.ts'
import { approve } from '../../src/services/editions/approve.ts'
import { clearDay, setDay } from '../../src/services/editions/composing/calendar.ts'
import { compose } from '../../src/services/editions/composing/compose.ts'
import { embargoStory } from '../../src/services/editions/changing/stories/embargo-story.ts'
import { holdStory } from '../../src/services/editions/changing/stories/hold-story.ts'
import { includeStory } from '../../src/services/editions/changing/stories/include-story.ts'
import { leadWithStory } from '../../src/services/editions/changing/stories/lead-with-story.ts'
import { leaveOutStory } from '../../src/services/editions/changing/stories/leave-out-story.ts'
import { leaveLater } from '../../src/services/editions/changing/edition/leave-later.ts'
import { takeBackApproval } from '../../src/services/editions/changing/edition/take-back-approval.ts'
import { mergeStories } from '../../src/services/editions/changing/stories/merge-stories.ts'
import { moveStory } from '../../src/services/editions/changing/stories/move-story.ts'
import { pinStory } from '../../src/services/editions/changing/stories/pin-story.ts'
import { releaseStory } from '../../src/services/editions/changing/stories/release-story.ts'
import { setHour } from '../../src/services/editions/changing/edition/set-hour.ts'
import { runChange } from '../../src/services/editions/changing/run-change.ts'
import { setSection } from '../../src/services/editions/changing/stories/set-section.ts'
import { splitStories } from '../../src/services/editions/changing/stories/split-stories.ts'
import { undoChange, undoOwnLast } from '../../src/services/editions/changing/undo-change.ts'
import { inEdition } from '../../src/services/editions/changing/make-change.ts'
import { rewordStory } from '../../src/services/editions/changing/stories/reword-story.ts'
import { setNote } from '../../src/services/editions/changing/edition/set-note.ts'
import { run } from '../../src/services/editions/composing/run.ts'
import { abandonEdition } from '../../src/services/editions/stopping/abandon-edition.ts'
import { continueEdition } from '../../src/services/editions/stopping/continue-edition.ts'
import { correctEdition } from '../../src/services/editions/stopping/correct-edition.ts'
import { withdrawStory } from '../../src/services/editions/stopping/withdraw-story.ts'
import { passCheck } from '../../src/services/editions/checks/pass-check.ts'
import { setTestAddresses } from '../../src/services/editions/viewing/preview/test-addresses.ts'
import { sendTestMails } from '../../src/services/editions/viewing/preview/send-test-mails.ts'
import { stopEdition } from '../../src/services/editions/stopping/stop-edition.ts'
import { importNewsroom } from '../../src/services/newsroom/files/import-newsroom.ts'
import type { Catalogue } from '../../src/services/newsroom/files/newsroom-file.ts'
import { readNewsroom } from '../../src/services/newsroom/files/read-newsroom.ts'
import { importProfiles } from '../../src/services/profiles/import-profiles.ts'
import { removeProfile } from '../../src/services/profiles/remove-profile.ts'
import { deleteOld } from '../../src/services/retention/retention.ts'
import { resolveDeliveries } from '../../src/services/sending/delivery/deliveries.ts'
import { confirmSignUp } from '../../src/services/subscribers/joining/confirm.ts'
import { signUp } from '../../src/services/subscribers/joining/sign-up.ts'
import { leave } from '../../src/services/subscribers/leaving/leave.ts'
import { pauseSubscription } from '../../src/services/subscribers/choosing/pause.ts'
import { askNewAddress, confirmAddress } from '../../src/services/subscribers/own-data/change-address.ts'
import { confirmBulkAction } from '../../src/services/subscribers/bulk/confirm-bulk-action.ts'
import { freezeReaders } from '../../src/services/subscribers/bulk/freeze-readers.ts'
import { dropBulkAction, undoBulkAction } from '../../src/services/subscribers/bulk/undo-bulk-action.ts'
import { exportReaders } from '../../src/services/subscribers/exporting/export-readers.ts'
import { eraseReader } from '../../src/services/subscribers/erasing/erase-reader.ts'
import { eraseSelf } from '../../src/services/subscribers/own-data/erase-self.ts'
import { exportOwnData, exportReaderData } from '../../src/services/subscribers/own-data/export-data.ts'
import { sendOwnLink } from '../../src/services/subscribers/own-data/own-link.ts'
import { newDkimKey, stopSigning, useDkimKey } from '../../src/services/sending/dkim.ts'
import { dropFailedJobs, retryFailedJobs } from '../../src/services/jobs/failed-jobs.ts'
import { changeLimits } from '../../src/services/sending/limits/limits.ts'
import { changeWarmUpPlan } from '../../src/services/sending/warm-up/change-plan.ts'
import { changeWarmUp } from '../../src/services/sending/warm-up/change-warm-up.ts'
import { startWarmUp } from '../../src/services/sending/warm-up/start-warm-up.ts'
import { pauseSending, resumeSending } from '../../src/services/sending/sending-pause.ts'
import { addSubscriber } from '../../src/services/subscribers/add-subscriber.ts'
import { choose } from '../../src/services/subscribers/choosing/choose.ts'
import { findSubscription } from '../../src/services/subscribers/find-subscription.ts'
import { importSubscribers } from '../../src/services/imports/import-subscribers.ts'
import { cancelImport } from '../../src/services/imports/starting/cancel-import.ts'
import { inspectList } from '../../src/services/imports/starting/inspect-list.ts'
import { setUpImport } from '../../src/services/imports/starting/set-up-import.ts'
import { startImport } from '../../src/services/imports/starting/start-import.ts'
import { uploadList } from '../../src/services/imports/starting/upload-list.ts'
import { undoForReader } from '../../src/services/imports/undoing/undo-for-reader.ts'
import { undoImport } from '../../src/services/imports/undoing/undo-import.ts'
import { anImport, inPieces, plan } from './imports/bring-in.ts'
import { removeSubscriber } from '../../src/services/subscribers/remove-subscriber.ts'
import {
  liftByHash,
  liftSuppression,
  suppressAddress,
} from '../../src/services/subscribers/suppressions/suppress-address.ts'
import { addSuppressionNote } from '../../src/services/subscribers/suppressions/add-note.ts'
import { exportSuppressions } from '../../src/services/subscribers/suppressions/export-suppressions.ts'
import { liftDomain, suppressDomain } from '../../src/services/subscribers/suppressions/suppress-domain.ts'
import { undoUnsubscribe } from '../../src/services/subscribers/leaving/undo-unsubscribe.ts'
import { sendAgain } from '../../src/services/sending/again/send-again.ts'
import { sendToMissed } from '../../src/services/sending/again/send-to-missed.ts'
import { changeAddresses } from '../../src/services/subscribers/managing/change-addresses.ts'
import { addNote, removeNote } from '../../src/services/subscribers/managing/notes.ts'
import { dismissTypos, fixTypos } from '../../src/services/subscribers/hygiene/typos.ts'
import { replaceAddress } from '../../src/services/subscribers/managing/replace-address.ts'
import { resubscribe } from '../../src/services/subscribers/managing/resubscribe.ts'
import { stopMailing } from '../../src/services/subscribers/managing/stop-mailing.ts'
import { undoReaderChange } from '../../src/services/subscribers/managing/undo-change.ts'
import { removeTag, renameTag, setTagAlerts } from '../../src/services/subscribers/tags/manage-tag.ts'
import { tagReader, untagReader } from '../../src/services/subscribers/tags/tag-reader.ts'
import { unsubscribe } from '../../src/services/subscribers/leaving/unsubscribe.ts'
import type { Edition } from '../../src/core/entities/edition.ts'
import type { Subscription } from '../../src/core/entities/subscription.ts'
import { dialects, type TestStore } from '../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from './newsroom.ts'
import { readerViews } from './reader-views.ts'
import { suppressionViews } from './suppression-views.ts'
import { views } from './views.ts'

const root = join(import.meta.dirname, '../..')
const services = join(root, 'src/services')
const ada = 'ada@example.org'

interface Place {
  account: number
  bulk: number
  context: Context
  digest: Digest
  edition: Edition
  subscription: Subscription
}
type Verb = (place: Place, actor: Actor) => Promise<unknown>

const grounds = (actor: Actor) => ({ reason: 'asked by phone', actor, dryRun: false })
const person = { email: 'bo@example.org', name: '', topics: [], days: [], hour: '', timeZone: '' }
const rule = { action: 'leave-out', where: 'words', any: ['live blog'] } satisfies Rule
const source = {
  name: 'Wire',
  location: 'https://wire.example.com/feed',
  kept: 'https://wire.example.com/feed',
  kind: 'feed',
  language: 'en',
  section: 'news',
  weight: 1,
  pictures: 'keep',
  timeZone: null,
} as const
const opml = Buffer.from(
  '<opml version="2.0"><body><outline text="Wire" xmlUrl="https://wire.example.com/feed"/></body></opml>',
)
const entry: Catalogue[number] = {
  name: 'Offered',
  homepage: 'https://wire.example.com/',
  section: 'news',
  language: 'en',
  weight: 1,
  timeZone: null,
  candidates: [{ kind: 'feed', location: source.location, options: {} }],
}
const asked = {
  choices: { topics: [], days: null, hour: null, timeZone: null },
  form: 'v1',
  requestedAt: Temporal.Instant.from('2026-11-09T07:00Z'),
  requestedIp: '203.0.113.9',
  confirmedAt: null,
  confirmedIp: null,
  messageId: null,
}
const own = { hash: 'x', subscriptionId: 1, address: null }
const frozenAt = Temporal.Instant.from('2026-11-12T06:30Z')

/** A call of every service that changes something, such as changes something where it is let. */
const verbs: Record<string, Verb> = {
  addAccount: ({ context }, actor) =>
    addAccount(context, actor, { email: ada, name: '', grants: [{ role: 'admin', digest: 'all' }] }),
  chooseAlerts: ({ context, account }, actor) => chooseAlerts(context, actor, account, []),
  disableAccount: ({ context, account }, actor) => disableAccount(context, actor, account),
  enableAccount: ({ context, account }, actor) => enableAccount(context, actor, account),
  endSessions: ({ context, account }, actor) => endSessions(context, actor, account),
  linkAccount: ({ context, account }, actor) => linkAccount(context, actor, account),
  listAccounts: ({ context }, actor) => listAccounts(context, actor),
  resetFactor: ({ context, account }, actor) => resetFactor(context, actor, account),
  setGrants: ({ context, account }, actor) =>
    setGrants(context, actor, account, [{ role: 'admin', digest: 'all' }]),
  addRule: ({ context }, actor) => addRule(context, null, rule, actor),
  addSource: ({ context }, actor) => addSource(context, source, true, actor),
  addSubscriber: ({ context, digest }, actor) => addSubscriber(context, digest, person, actor),
  approve: ({ context, edition }, actor) => approve(context, edition, actor),
  changeLimits: ({ context }, actor) => changeLimits(context, { perMinute: 9 }, actor),
  changeWarmUp: ({ context }, actor) => changeWarmUp(context, 'end', 'a test', actor),
  changeWarmUpPlan: ({ context }, actor) =>
    changeWarmUpPlan(context, {}, { note: 'a test', actor, dryRun: false }),
  startWarmUp: ({ context }, actor) => startWarmUp(context, {}, actor),
  choose: ({ context, subscription, digest }, actor) =>
    choose(context, subscription, digest, { ...person, topics: ['missiles'] }, actor),
  confirmSignUp: ({ context, subscription, digest }, actor) => {
    const signUp = { ...asked, id: 1, subscriptionId: subscription.id }
    return confirmSignUp(context, { signUp, subscription, digest, state: 'open' }, '203.0.113.9', actor)
  },
  leave: ({ context, subscription, digest }, actor) => leave(context, { subscription, digest }, true, actor),
  pauseSubscription: ({ context, subscription, digest }, actor) =>
    pauseSubscription(context, subscription, digest, '2026-12-24', actor),
  askNewAddress: ({ context, subscription, digest }, actor) =>
    askNewAddress(context, { ...own, subscription, digest }, 'bo@example.org', actor),
  confirmAddress: ({ context, subscription, digest }, actor) =>
    confirmAddress(context, { ...own, subscription, digest, address: 'bo@example.org' }, actor),
  freezeReaders: ({ context, digest }, actor) =>
    freezeReaders(context, { digest, kind: 'stop', target: { chosen: [1] } }, actor),
  confirmBulkAction: ({ context, bulk }, actor) =>
    confirmBulkAction(context, bulk, { tag: '', until: '', reason: '', number: '' }, actor),
  undoBulkAction: ({ context, bulk }, actor) => undoBulkAction(context, bulk, actor),
  dropBulkAction: ({ context, bulk }, actor) => dropBulkAction(context, bulk, actor),
  dropFailedJobs: ({ context }, actor) => dropFailedJobs(context, 'all', actor),
  eraseReader: ({ context, subscription }, actor) => eraseReader(context, subscription.subscriberId, actor),
  eraseSelf: ({ context, subscription, digest }, actor) =>
    eraseSelf(context, { ...own, subscription, digest }, actor),
  exportOwnData: ({ context, subscription, digest }, actor) =>
    exportOwnData(context, { ...own, subscription, digest }, actor),
  exportReaders: ({ context, digest }, actor) =>
    Array.fromAsync(exportReaders(context, { digest, filter: allReaders(digest.id), format: 'csv' }, actor)),
  exportReaderData: ({ context, subscription }, actor) =>
    exportReaderData(context, subscription.subscriberId, actor),
  sendOwnLink: ({ context, subscription, digest }, actor) =>
    sendOwnLink(context, { subscription, digest }, actor),
  clearDay: ({ context, digest }, actor) => clearDay(context, digest, '2026-11-20', actor),
  compose: ({ context, digest }, actor) => {
    const date = Temporal.PlainDate.from('2026-11-12')
    return compose(context, { digest, date, number: 0, frozenAt, dueAt: frozenAt }, actor)
  },
  deleteOld: ({ context }, actor) => deleteOld(context, actor),
  importNewsroom: async ({ context }, actor) =>
    importNewsroom(
      context,
      await readNewsroom(join(root, 'newsroom.json'), join(root, 'subscribers/topics.json')),
      actor,
    ),
  importOpml: ({ context }, actor) => importOpml(context, { name: 'feeds.opml', bytes: opml }, false, actor),
  importProfiles: ({ context }, actor) => importProfiles(context, [join(root, 'profiles/cn.md')], actor),
  importSubscribers: ({ context, digest }, actor) =>
    importSubscribers(
      context,
      { fileName: 'list.csv', bytes: inPieces('email\nbo@example.org\n') },
      {
        ...plan,
        digest,
        map: new Map(),
        takeRejects: null,
        report: () => undefined,
        confirmed: null,
        dryRun: false,
      },
      actor,
      new AbortController().signal,
    ),
  cancelImport: ({ context, digest }, actor) => cancelImport(context, anImport(digest), actor),
  inspectList: ({ context, digest }, actor) => inspectList(context, anImport(digest), actor),
  setUpImport: ({ context, digest }, actor) =>
    setUpImport(context, anImport(digest), { ...plan, columns: ['email'] }, actor),
  startImport: ({ context, digest }, actor) => startImport(context, anImport(digest), 'import', actor),
  undoForReader: ({ context, digest }, actor) => undoForReader(context, anImport(digest), ada, actor),
  undoImport: ({ context, digest }, actor) => undoImport(context, anImport(digest), actor),
  uploadList: ({ context, digest }, actor) =>
    uploadList(context, digest, { fileName: 'list.csv', bytes: inPieces('email\nbo@example.org\n') }, actor),
  liftSuppression: ({ context }, actor) => liftSuppression(context, 'gone@example.org', grounds(actor)),
  newDkimKey: ({ context }, actor) => newDkimKey(context, { domain: 'example.org', selector: 'dw1' }, actor),
  offerCatalogue: ({ context }, actor) => offerCatalogue(context, [entry], actor),
  passCheck: ({ context, edition }, actor) =>
    passCheck(context, edition, { check: 'repeats', reason: 'told anew on purpose' }, actor),
  pauseSending: ({ context }, actor) => pauseSending(context, 'the relay is moved', actor),
  probeSource: async ({ context }, actor) =>
    probeSource(context, await findSource(context, 'Editors'), [], true, actor),
  removeProfile: ({ context }, actor) => removeProfile(context, 'CN', actor),
  removeRule: ({ context }, actor) => removeRule(context, null, 1, actor),
  removeSource: ({ context }, actor) => removeSource(context, 'Editors', actor),
  removeSubscriber: ({ context, digest }, actor) =>
    removeSubscriber(context, digest, ada, { erase: true, suppress: null, dryRun: false }, actor),
  resolveDeliveries: ({ context, edition }, actor) =>
    resolveDeliveries(context, edition, { email: null, as: 'failed', reason: 'seen' }, actor),
  resumeSending: ({ context }, actor) => resumeSending(context, actor),
  run: ({ context, digest }, actor) => run(context, digest, actor),
  sendTestMails: ({ context, digest, edition }, actor) =>
    sendTestMails(
      context,
      { digest, edition, wanted: { kind: 'topics', topics: [] }, to: ['ed@example.org'] },
      actor,
    ),
  setTestAddresses: ({ context, digest }, actor) =>
    setTestAddresses(context, digest, ['ed@example.org'], actor),
  signUp: ({ context, digest }, actor) =>
    signUp(context, digest, { ...person, ip: '203.0.113.9', language: 'en' }, actor),
  setDay: ({ context, digest }, actor) =>
    setDay(context, digest, { date: '2026-11-21', to: null, hour: null, reason: 'a holiday' }, actor),
  setNote: ({ context, edition }, actor) => setNote(context, inEdition(edition), { text: 'A note.' }, actor),
  abandonEdition: ({ context, edition }, actor) => abandonEdition(context, edition, null, actor),
  continueEdition: ({ context, edition }, actor) => continueEdition(context, edition, actor),
  correctEdition: ({ context, edition }, actor) => correctEdition(context, edition, actor),
  stopEdition: ({ context, edition }, actor) => stopEdition(context, edition, 'a wrong lead', actor),
  embargoStory: ({ context, edition }, actor) =>
    embargoStory(context, inEdition(edition), { story: 1, until: frozenAt }, actor),
  holdStory: ({ context, edition }, actor) =>
    holdStory(context, inEdition(edition), { story: 1, reason: 'unclear', until: null }, actor),
  addStory: ({ context, edition }, actor) => {
    const typed = { link: null, headline: 'A hall', text: null, source: 'An agency', topic: null, to: null }
    return addStory(context, inEdition(edition), typed, actor)
  },
  includeStory: ({ context, edition }, actor) =>
    includeStory(context, inEdition(edition), { story: 1, to: null }, actor),
  leadWithStory: ({ context, edition }, actor) =>
    leadWithStory(context, inEdition(edition), { story: 1 }, actor),
  leaveOutStory: ({ context, edition }, actor) =>
    leaveOutStory(context, inEdition(edition), { story: 1 }, actor),
  leaveLater: ({ context, edition }, actor) =>
    leaveLater(context, inEdition(edition), { minutes: 10 }, actor),
  mergeStories: ({ context, edition }, actor) =>
    mergeStories(context, inEdition(edition), { story: 1, into: 2 }, actor),
  moveStory: ({ context, edition }, actor) =>
    moveStory(context, inEdition(edition), { story: 1, to: { after: 2 } }, actor),
  pinStory: ({ context, edition }, actor) =>
    pinStory(context, inEdition(edition), { story: 1, pinned: true }, actor),
  releaseStory: ({ context, edition }, actor) =>
    releaseStory(context, inEdition(edition), { story: 1 }, actor),
  retryFailedJobs: ({ context }, actor) => retryFailedJobs(context, 'all', actor),
  rewordStory: ({ context, edition }, actor) =>
    rewordStory(
      context,
      inEdition(edition),
      { story: 1, text: 'why', words: 'The first.', of: 'edition' },
      actor,
    ),
  runChange: ({ context, edition }, actor) =>
    runChange(context, inEdition(edition), actor, { kind: 'leave-out', story: 1 }),
  setHour: ({ context, edition }, actor) => setHour(context, inEdition(edition), { at: frozenAt }, actor),
  setSection: ({ context, edition }, actor) =>
    setSection(context, inEdition(edition), { story: 1, topic: 'missiles' }, actor),
  splitStories: ({ context, edition }, actor) =>
    splitStories(context, inEdition(edition), { story: 1, from: 2 }, actor),
  takeBackApproval: ({ context, edition }, actor) => takeBackApproval(context, inEdition(edition), actor),
  undoChange: ({ context, edition }, actor) => undoChange(context, inEdition(edition), { change: 1 }, actor),
  undoOwnLast: ({ context, edition }, actor) => undoOwnLast(context, inEdition(edition), actor),
  stopSigning: ({ context }, actor) => stopSigning(context, actor),
  addSuppressionNote: ({ context }, actor) => addSuppressionNote(context, { hash: 'ab' }, 'a note', actor),
  downloadReport: ({ context }, actor) => downloadReport(context, 1, actor),
  exportSuppressions: ({ context }, actor) =>
    Array.fromAsync(exportSuppressions(context, allSuppressions, actor)),
  liftByHash: ({ context }, actor) => liftByHash(context, 'ab', grounds(actor)),
  liftDomain: ({ context }, actor) => liftDomain(context, 'example.com', grounds(actor)),
  suppressDomain: ({ context }, actor) =>
    suppressDomain(context, { domain: 'example.com', withSubdomains: true }, grounds(actor)),
  receiveMessage: ({ context }, actor) =>
    receiveMessage(context, { bytes: Buffer.from('From: a@x.example\r\n\r\nHello'), envelope: null }, actor),
  listReplies: ({ context }, actor) => listReplies(context, { isOpen: true, before: null, count: 1 }, actor),
  settleReply: ({ context }, actor) => settleReply(context, 1, 'no-action', actor),
  receiveHook: ({ context }, actor) =>
    receiveHook(context, 'postmark', { header: () => '', body: Buffer.from('{}') }, actor),
  settleMassFailure: ({ context }, actor) =>
    settleMassFailure(context, { domain: 'x.example', decision: 'drop' }, actor),
  suppressAddress: ({ context }, actor) => suppressAddress(context, ada, grounds(actor)),
  undoUnsubscribe: ({ context, subscription }, actor) =>
    undoUnsubscribe(context, { ...subscription, status: 'unsubscribed' }, actor),
  unsubscribe: ({ context, subscription }, actor) => unsubscribe(context, subscription, actor),
  withdrawStory: ({ context }, actor) => withdrawStory(context, { storyId: 1, reason: 'it is false' }, actor),
  skipSinceBackup: ({ context }, actor) => skipSinceBackup(context, actor),
  addNote: ({ context, subscription }, actor) => addNote(context, subscription, 'asked by phone', actor),
  removeNote: ({ context, subscription }, actor) => removeNote(context, subscription, 1, actor),
  changeAddresses: ({ context }, actor) =>
    changeAddresses(
      context,
      Buffer.from('ada@example.org,bo@example.org'),
      { dryRun: false, partly: true },
      actor,
    ),
  fixTypos: ({ context, digest }, actor) => fixTypos(context, digest, [1], actor),
  dismissTypos: ({ context, digest }, actor) => dismissTypos(context, digest, [1], actor),
  replaceAddress: ({ context, subscription }, actor) =>
    replaceAddress(context, subscription, 'bo@example.org', actor),
  resubscribe: ({ context, subscription }, actor) => resubscribe(context, subscription, 'by phone', actor),
  stopMailing: ({ context, subscription }, actor) =>
    stopMailing(context, subscription, { reason: 'by phone', never: true }, actor),
  undoReaderChange: ({ context, subscription }, actor) => undoReaderChange(context, subscription, 1, actor),
  sendAgain: ({ context, subscription, edition }, actor) => {
    const seen = { editionId: edition.id, status: 'sent', finishedAt: null } as const
    return sendAgain(context, subscription, seen, 'by phone', actor)
  },
  sendToMissed: ({ context, edition }, actor) => sendToMissed(context, edition, 'joined', actor),
  renameTag: ({ context }, actor) => renameTag(context, 1, 'ministries', actor),
  setTagAlerts: ({ context }, actor) => setTagAlerts(context, 1, true, actor),
  removeTag: ({ context }, actor) => removeTag(context, 1, actor),
  tagReader: ({ context, subscription }, actor) => tagReader(context, subscription, 'ministries', actor),
  untagReader: ({ context, subscription }, actor) => untagReader(context, subscription, 1, actor),
  useDkimKey: ({ context }, actor) => useDkimKey(context, 'dw1', true, actor),
}

/** What a subscriber's own link lets them do. */
const ofTheirLink = [
  'askNewAddress',
  'confirmAddress',
  'eraseSelf',
  'exportOwnData',
  'sendOwnLink',

  'choose',
  'confirmSignUp',
  'leave',
  'pauseSubscription',
  'undoUnsubscribe',
  'unsubscribe',
]

const files = readdirSync(services, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(services, file), 'utf8') }))

/** The exported functions that take an actor and open their own transaction. */
const takingActors = files
  .flatMap(({ text }) => [
    ...text.matchAll(/^export (?:async )?function\*? (\w+)(?:<[^(]*>)?\((.*?)\): [^\n]*\{$/gms),
  ])
  .filter(([, , parameters = '']) => /\bactor\b|: (Pick<)?Grounds\b/.test(parameters))
  .filter(([, , parameters = '']) => !/^\s*tx:/.test(parameters))
  .map(([, name = '']) => name)

test('every service that takes an actor is called below, or in the test of what the desk shows', () => {
  expect(takingActors.toSorted()).toEqual(
    Object.keys({ ...verbs, ...views, ...readerViews, ...suppressionViews }).toSorted(),
  )
})

test('whatever is audited is asked for, or is the program’s own, or what an account does to itself', () => {
  const unasked = files.filter(
    ({ text }) =>
      text.includes('audit.append(') &&
      !/requirePermission\(|requireSomewhere\(|systemActor|selfActor\(/.test(text),
  )
  expect(unasked.map(({ file }) => file)).toEqual([])
})

describe('a service asks before it changes anything', () => {
  let home: TestStore
  let room: TestNewsroom
  let place: Place

  beforeAll(async () => {
    const [sqlite] = dialects
    home = await sqlite!.open()
    room = await testNewsroom(home)
    await room.reader(ada)
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    room.clock.set('2026-11-09T08:00Z')
    const { context } = room.app
    await collect(context)
    await room.wake('2026-11-10T06:30:10Z')
    const edition = await home.store.editions.newestScheduled(room.digest.id)
    const subscription = await findSubscription(context, room.digest, ada)
    const grants = [{ role: 'editor', digest: 'all' }] as const
    const account = await home.store.accounts.add({ email: 'cy@example.org', name: 'Cy', grants }, frozenAt)
    const target = { chosen: [subscription.id] }
    const bulk = await freezeReaders(context, { digest: room.digest, kind: 'stop', target }, commandActor)
    place = { context, bulk, account: account!, digest: room.digest, edition: edition!, subscription }
  })
  afterAll(() => room.close())

  /** Every row of every table. */
  const rows = (): unknown => {
    const database = new Database(join(home.folder, 'test.db'), { readonly: true })
    try {
      const tables = database.prepare("select name from sqlite_master where type = 'table'").pluck().all()
      return tables.map((table) => [table, database.prepare(`select * from "${String(table)}"`).all()])
    } finally {
      database.close()
    }
  }

  const refused = async (verb: Verb, actor: Actor) => {
    const before = rows()
    await expect(verb(place, actor)).rejects.toMatchObject({ name: 'AppError', code: 'not-permitted' })
    expect(rows()).toEqual(before)
  }

  test.each(Object.entries(verbs))('an analyst may not %s', (_, verb) =>
    refused(verb, { kind: 'account', id: 7, grants: [{ role: 'analyst', digest: 'all' }] }),
  )

  test.each(Object.entries(verbs))('an admin of another digest may not %s', (_, verb) =>
    refused(verb, { kind: 'api-key', id: 3, grants: [{ role: 'admin', digest: 999 }] }),
  )

  test.each(Object.entries(verbs))('the link of another subscription may not %s', (_, verb) =>
    refused(verb, { kind: 'subscriber', id: 1, subscription: 999 }),
  )

  test.each(Object.entries(verbs).filter(([name]) => !ofTheirLink.includes(name)))(
    'a subscriber’s own link may not %s',
    (_, verb) => {
      const { id, subscriberId } = place.subscription
      return refused(verb, { kind: 'subscriber', id: subscriberId, subscription: id })
    },
  )

  test('a subscriber’s own link lets them choose, leave and come back', async () => {
    const { id, subscriberId } = place.subscription
    const actor: Actor = { kind: 'subscriber', id: subscriberId, subscription: id }
    const { context, digest, subscription } = place
    expect(await choose(context, subscription, digest, person, actor)).toMatchObject({ ok: true })
    expect(await unsubscribe(context, subscription, actor, id)).toBe('done')
    const left = { ...subscription, status: 'unsubscribed' } as const
    expect(await undoUnsubscribe(context, left, actor)).toMatchObject({ outcome: 'done' })
  })
})
