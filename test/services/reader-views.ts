import { commandActor, type Actor } from '../../src/core/entities/actor.ts'
import { allReaders } from '../../src/core/entities/readers/reader-filter.ts'
import { findBulkAction, listBulkActions } from '../../src/services/subscribers/bulk/find-bulk-action.ts'
import { freezeReaders } from '../../src/services/subscribers/bulk/freeze-readers.ts'
import { AppError } from '../../src/core/errors.ts'
import { openPreparedEditions } from '../../src/services/editions/viewing/preview/prepared-editions.ts'
import { openWaitingEditions } from '../../src/services/editions/viewing/preview/waiting-editions.ts'
import { nextStories } from '../../src/services/subscribers/readers/next-stories.ts'
import { leftOverRows, rejectsFile } from '../../src/services/imports/viewing/left-over.ts'
import { findImport, listImports } from '../../src/services/imports/viewing/list-imports.ts'
import { anImport } from './imports/bring-in.ts'
import { countStates } from '../../src/services/subscribers/readers/count-states.ts'
import { filterChoices } from '../../src/services/subscribers/readers/filter-choices.ts'
import { findReader } from '../../src/services/subscribers/readers/find-reader.ts'
import { eachReader } from '../../src/services/subscribers/readers/each-reader.ts'
import { countReaders, listReaders } from '../../src/services/subscribers/readers/list-readers.ts'
import { listTypos } from '../../src/services/subscribers/hygiene/typos.ts'
import { countMissed, listMissed } from '../../src/services/subscribers/readers/missed.ts'
import { nextMail } from '../../src/services/subscribers/readers/next-mail.ts'
import { showMail, showSentMail } from '../../src/services/subscribers/readers/show-mail.ts'
import { showReader } from '../../src/services/subscribers/readers/show-reader.ts'
import { listTags } from '../../src/services/subscribers/tags/list-tags.ts'
import { readerDigests } from '../../src/services/subscribers/readers/reader-digests.ts'
import type { ViewedNewsroom } from './views.ts'

const mail = { subscriptionId: 1, editionId: 1 }

/** Anyone who may view the reader gets an error about a missing e-mail. */
const orNoMail = (error: unknown) => {
  if (error instanceof AppError && error.says.code === 'mail-none') return []
  throw error
}

/** A call of every service that shows admins and analysts data on readers. */
export const readerViews: Record<string, (room: ViewedNewsroom, actor: Actor) => Promise<unknown>> = {
  findBulkAction: async ({ context, digest }, actor) => {
    const target = { chosen: [] }
    const id = await freezeReaders(context, { digest, kind: 'tag', target }, commandActor)
    return findBulkAction(context, id, actor)
  },
  listBulkActions: ({ context, digest }, actor) => listBulkActions(context, digest, actor),
  countReaders: ({ context, digest }, actor) => countReaders(context, actor, allReaders(digest.id)),
  countStates: ({ context, digest }, actor) => countStates(context, actor, digest),
  filterChoices: ({ context, digest }, actor) => filterChoices(context, actor, digest),
  findImport: async ({ context }, actor) =>
    [await findImport(context, 1, actor)].filter((one) => one !== null),
  listImports: ({ context }, actor) => listImports(context, { before: null, count: 5 }, actor),
  leftOverRows: ({ context, digest }, actor) =>
    Array.fromAsync(leftOverRows(context, anImport(digest), actor)),
  rejectsFile: ({ context, digest }, actor) => Array.fromAsync(rejectsFile(context, anImport(digest), actor)),
  findReader: ({ context }, actor) => findReader(context, actor, 1),
  listTypos: ({ context, digest }, actor) =>
    listTypos(context, actor, digest, { importId: null, after: null, count: 5 }),
  eachReader: ({ context, digest }, actor) =>
    Array.fromAsync(eachReader(context, allReaders(digest.id), actor)),
  listReaders: ({ context, digest }, actor) =>
    listReaders(context, actor, allReaders(digest.id), { after: null, count: 5 }),
  countMissed: ({ context, digest, edition }, actor) => countMissed(context, actor, digest, edition),
  listMissed: ({ context, digest, edition }, actor) =>
    listMissed(context, actor, { digest, edition, reason: 'failed' }, { after: null, count: 5 }),
  listTags: ({ context }, actor) => listTags(context, actor),
  nextMail: async ({ context, digest }, actor) =>
    nextMail(context, actor, digest, (await context.store.subscribers.byId(1))!),
  nextStories: async ({ context, digest, edition }, actor) => {
    const subscription = (await context.store.subscribers.byId(1))!
    const looks = { prepared: openPreparedEditions(context), waiting: openWaitingEditions(context) }
    const next = { date: edition.date, at: edition.dueAt, edition, passedOver: [] }
    return nextStories(context, looks, actor, { digest, subscription }, next)
  },
  showMail: ({ context }, actor) => showMail(context, actor, mail).catch(orNoMail),
  showSentMail: ({ context }, actor) =>
    showSentMail(context, openPreparedEditions(context), actor, mail).catch(orNoMail),
  showReader: ({ context }, actor) => showReader(context, actor, 1),
  readerDigests: ({ context }, actor) => readerDigests(context, actor),
}
