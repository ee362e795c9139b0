import { setTimeout as wait } from 'node:timers/promises'
import { openStates, type DeliveryStatus } from '../../../core/entities/states.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Repositories } from '../../../store/store.ts'
import { alertDelivery } from '../../alerts/alert-delivery.ts'
import { alertTaggedFailed } from '../../alerts/alert-tagged.ts'
import { giveUpAt } from './connections/backoff.ts'
import { fanOut } from './fan-out.ts'
import type { DeliverDeps } from '../../context.ts'
import { keptVariants } from './kept-variants.ts'
import { openLedger } from './ledger/ledger.ts'
import { openPace } from '../limits/pace.ts'
import { prepareApproved } from '../../editions/prepare-edition.ts'
import { recoverRows } from './ledger/recover.ts'
import { sendRows, type Work } from './send-rows.ts'
import { waitForDue } from './wait-for-due.ts'

export interface Delivered {
  /** Rows by outcome, as in the ledger now. */
  counts: Partial<Record<DeliveryStatus, number>>
  /** True once no row is open and the edition is `sent`, whichever process sent the last of it. */
  closed: boolean
  /** When the next row can be tried, if some are still open. */
  nextDue: Temporal.Instant | null
  variants: number
}

/** E-mails postponed by limits are spread over the time ahead, and waited for one by one. */
const forLimits = { longest: 50_000, gather: 1 }
/** E-mails between two progress reports. */
const reportEvery = 500

/**
 * Sends what is due of an edition, row by row of the ledger; `docs/architecture.md` describes the protocol. Ends when nothing more is due
 * now, or when `signal` is aborted: then e-mails in flight are finished and the rest is released. Throws `smtp-unavailable` or
 * `smtp-refused` if the server is unavailable, `conflict` if the blocks are not the approved ones; all rows are kept for the next call.
 */
export async function deliver(
  context: DeliverDeps,
  edition: Edition,
  signal: AbortSignal = new AbortController().signal,
): Promise<Delivered> {
  const { id } = edition
  await fanOut(context, id)
  const variants = keptVariants(context, id)
  const current = await context.store.editions.byId(id)
  if (current?.status !== 'sending' || current.stop) return (await closeIfDone(context, edition, 0)).delivered
  await recoverRows(context, id, true)
  await retryUnknown(context, edition)
  const giveUp = (dueAt: Temporal.Instant) => giveUpAt(current.frozenAt, dueAt, current.stoppedFor)
  const report = await progressReporter(context, id)
  const pace = openPace(context, signal)
  try {
    const work = { context, variants, pace, signal, giveUp, report }
    let leaving: Edition | null = current
    while (leaving) {
      await sendLeaving(work, leaving)
      leaving = signal.aborted ? null : await withOtherStories(context, leaving)
    }
  } finally {
    await pace.close()
  }
  const { delivered, isLast } = await closeIfDone(context, edition, variants.count())
  const { total, open } = tallied(delivered.counts)
  context.progress.step('deliver', total - open, total)
  await alertDelivery(context, edition, delivered.counts)
  if (isLast) await alertTaggedFailed(context, edition)
  return delivered
}

type SharedWork = Omit<Work, 'leaving' | 'prepared' | 'ledger'>

/** Sends what is due of an edition in its current revision; ends when a story is removed from it. */
async function sendLeaving(work: SharedWork, edition: Edition): Promise<void> {
  const { context, pace, signal } = work
  const { id, revision, exclusions } = edition
  const leaving = { editionId: id, revision, exclusions }
  const prepared = await prepareApproved(context, edition)
  const ledger = openLedger(context, leaving, signal)
  try {
    // Rows that limits postponed may be due when a round ends.
    let began: Temporal.Instant
    do {
      began = context.clock.now()
      await sendRows({ ...work, leaving, prepared, ledger })
    } while (
      !signal.aborted &&
      !(await withOtherStories(context, edition)) &&
      ((await retryUnknown(context, edition)) ||
        (pace.hasPutOff(began) && (await waitForDue(context, [id], forLimits, signal))) ||
        (await waitForOthers(context, id, signal)))
    )
  } finally {
    await ledger.close()
  }
}

/** The edition after a story was removed while it was being sent; null if none was, or if it is no longer being sent. */
async function withOtherStories(
  { store }: DeliverDeps,
  { id, revision, exclusions }: Edition,
): Promise<Edition | null> {
  const now = await store.editions.byId(id)
  const isOther = now?.status === 'sending' && !now.stop && now.revision === revision
  return isOther && now.exclusions !== exclusions ? now : null
}

/** If the digest's rule says so, retries e-mails that may have arrived, while there is time; true if there are any. */
async function retryUnknown(context: DeliverDeps, edition: Edition): Promise<boolean> {
  return context.store.transaction((tx) => retryIn(tx, edition, context.clock.now()))
}

/** The same in a transaction that locks the edition, so that it is not closed while an e-mail is to be retried. */
async function retryIn(
  tx: Pick<Repositories, 'digests' | 'editions' | 'claims'>,
  { id, digestId, frozenAt }: Pick<Edition, 'id' | 'digestId' | 'frozenAt'>,
  now: Temporal.Instant,
): Promise<boolean> {
  const rule = (await tx.digests.byId(digestId))?.unknowns
  if (rule !== 'retry-once') return false
  await tx.editions.lock(id)
  const current = await tx.editions.byId(id)
  if (current?.status !== 'sending' || current.stop) return false
  if (Temporal.Instant.compare(now, giveUpAt(frozenAt, frozenAt, current.stoppedFor)) > 0) return false
  return (await tx.claims.retryUnknown(id)) > 0
}

/** Waits a moment for rows that another sender has claimed; true if there may be something to claim again. */
async function waitForOthers(context: DeliverDeps, editionId: number, signal: AbortSignal): Promise<boolean> {
  const others = (await context.store.claims.workers(editionId)).filter(
    ({ worker }) => worker !== context.settings.worker,
  )
  if (others.length === 0) return false
  await recoverRows(context, editionId, true)
  await wait(500, undefined, { signal }).catch(() => undefined)
  return !signal.aborted
}

/** Reports progress from time to time. Rows are counted only once, because counting a million is slow. */
async function progressReporter({ store, progress }: DeliverDeps, editionId: number): Promise<() => void> {
  const { total, open } = tallied(await store.deliveries.counts(editionId))
  let done = total - open
  return () => {
    done += 1
    if (done % reportEvery === 0) progress.step('deliver', Math.min(done, total), total)
  }
}

function tallied(counts: Delivered['counts']): { total: number; open: number } {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return { total, open: openStates.reduce((sum, status) => sum + (counts[status] ?? 0), 0) }
}

/**
 * Marks an edition as `sent` when it has all its rows and none is open, and stores its figures. If several processes send it, the last one
 * does this.
 */
async function closeIfDone(
  context: DeliverDeps,
  edition: Edition,
  variants: number,
): Promise<{ delivered: Delivered; isLast: boolean }> {
  return context.store.transaction(async (tx) => {
    await tx.editions.lock(edition.id)
    await retryIn(tx, edition, context.clock.now())
    const nextDue = await tx.deliveries.nextDue(edition.id)
    const counts = await tx.deliveries.counts(edition.id)
    const isComplete = nextDue === null && (await tx.fanOuts.open(edition.id)) === null
    const isLast = isComplete && (await tx.editions.close(edition.id, counts, context.clock.now()))
    const closed = isLast || (isComplete && (await tx.editions.byId(edition.id))?.status === 'sent')
    return { delivered: { counts, closed, nextDue, variants }, isLast }
  })
}
