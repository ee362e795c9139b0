import { addressHash } from '../../../core/addresses/address.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { ImportedReader } from '../../../core/entities/imports/import-row.ts'
import type { Feedback } from '../../../core/entities/feedback/feedback.ts'
import type { AskedDomain } from '../../../core/entities/readers/mail-domain.ts'
import type { ReaderNote } from '../../../core/entities/readers/note.ts'
import type { ReaderRow } from '../../../core/entities/readers/reader-filter.ts'
import type { ReaderChange, ReaderMailRow } from '../../../core/entities/readers/reader-history.ts'
import type { Tag } from '../../../core/entities/readers/tag.ts'
import type { SignUp } from '../../../core/entities/sign-up.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import type { InForce } from '../../../core/entities/suppression.ts'
import { AppError } from '../../../core/errors.ts'
import { may } from '../../../core/permissions.ts'
import { undoUntil } from '../../imports/undoing/undo-import.ts'
import { said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { nameActors } from '../../accounts/name-actors.ts'
import { undoable } from '../managing/undo-change.ts'
import { suppressionKey } from '../suppression-key.ts'
import { findReader } from './find-reader.ts'
import { readerSubjects } from './reader-subjects.ts'

/** All that is known about one reader of a digest. */
export interface ShownReader {
  row: ReaderRow
  subscription: Subscription
  digest: Digest
  suppression: InForce | null
  /** Of the address, under which a suppression is stored. */
  hash: string
  /** Reports about their e-mails of this digest, newest first. */
  reports: Feedback[]
  /** How often servers reported that the address does not exist. */
  refusals: number
  /** What DNS said about the domain of the address; null if it was not asked. */
  domain: AskedDomain | null
  /** Newest edition first. */
  mails: ReaderMailRow[]
  /** Changes, newest first, with the name of who made each; `mayUndo` if it can be undone. */
  changes: (ReaderChange & { who: string; mayUndo: boolean })[]
  /** What they requested by the form, and the words that they agreed to. */
  consent: (SignUp & { words: string | null })[]
  tags: Tag[]
  notes: (ReaderNote & { who: string })[]
  /** Lists that added them, or contained them, newest first, with the name of the file. */
  imports: (ImportedReader & { fileName: string; mayUndo: boolean })[]
  /** The same person's other digests that the account may view. */
  others: { subscription: Subscription; digest: Digest }[]
}

const mostMails = 30
const mostReports = 30
const mostChanges = 60

/** One reader with their history, by the id of the subscription. Throws `not-found`. */
export async function showReader(
  context: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  subscriptionId: number,
): Promise<ShownReader> {
  const { store } = context
  const { subscription, digest } = await findReader(context, actor, subscriptionId)
  const { id, subscriberId, email } = subscription
  const [row] = await store.readers.rows([id])
  if (!row) throw new AppError('not-found', said('reader-none', { id }))
  const hash = addressHash(await suppressionKey(context), email)
  const changes = await store.audit.ofAny([...readerSubjects(subscription), `address:${hash}`], mostChanges)
  const notes = await store.readerNotes.of(subscriberId)
  const name = await nameActors(
    context,
    [...changes, ...notes].map((one) => one.actor),
  )
  const mayUndo = new Set(undoable(changes).map((change) => change.id))
  return {
    row,
    subscription,
    digest,
    suppression: await store.suppressions.inForce(hash, email),
    hash,
    reports: await store.feedbackViews.ofReader(subscriberId, digest.id, mostReports),
    refusals: (await store.subscribers.refusalsOf(subscriberId)).count,
    domain: await store.mailDomains.of(email.slice(email.lastIndexOf('@') + 1)),
    mails: await store.readers.mails({ subscriberId, digestId: digest.id, count: mostMails }),
    changes: changes.map((one) => ({ ...one, who: name(one.actor), mayUndo: mayUndo.has(one.id) })),
    consent: await consentOf(context, id),
    tags: await store.tags.ofReader(subscriberId),
    notes: notes.map((note) => ({ ...note, who: name(note.actor) })),
    imports: await importsOf(context, subscription),
    others: await othersOf(context, actor, hash, id),
  }
}

async function consentOf(
  { store }: Pick<Context, 'store'>,
  subscriptionId: number,
): Promise<ShownReader['consent']> {
  const all = await store.signUps.of(subscriptionId)
  return Promise.all(all.map(async (one) => ({ ...one, words: await store.signUps.formWords(one.form) })))
}

/** Outcomes that an undo reverts. */
const changing: readonly ImportedReader['outcome'][] = ['added', 'updated', 'ended', 'removed']

async function importsOf(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { subscriberId, digestId }: Subscription,
): Promise<ShownReader['imports']> {
  const own = (await store.importReaders.of(subscriberId)).filter((one) => one.digestId === digestId)
  return Promise.all(
    own.map(async (one) => {
      const list = await store.imports.byId(one.importId)
      const until = list && undoUntil(list)
      const isInTime = until !== null && Temporal.Instant.compare(until, clock.now()) > 0
      return { ...one, fileName: list?.fileName ?? '', mayUndo: isInTime && changing.includes(one.outcome) }
    }),
  )
}

async function othersOf(
  { store }: Pick<Context, 'store'>,
  actor: Actor,
  hash: string,
  id: number,
): Promise<ShownReader['others']> {
  const digests = await store.digests.list()
  return (await store.subscribers.byHash(hash)).flatMap((subscription) => {
    const digest = digests.find((one) => one.id === subscription.digestId)
    return digest && subscription.id !== id && may(actor, 'view-readers', digest.id)
      ? [{ subscription, digest }]
      : []
  })
}
