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
  /** Rows by outcome, as the ledger has them now. */
  counts: Partial<Record<DeliveryStatus, number>>
  /** True once no row is open and the edition is `sent`, whichever process sent the last of it. */
  closed: boolean
  /** When the next row can be tried, where some are still open. */
  nextDue: Temporal.Instant | null
  variants: number
}

/** Mails that limits put off are spread over the time to come, and waited for one by one. */
const forLimits = { longest: 50_000, gather: 1 }
/** Progress is reported once in so many mails. */
const reportEvery = 500

/**
 * Sends what is due of an edition, row by row of the ledger, as `docs/architecture.md` tells the protocol. Ends when
 * nothing more is due now, or when `signal` asks it to: then mails on their way are finished and the rest is put back.
 * Throws `smtp-unavailable` or `smtp-refused` where the server cannot be had, `conflict` where the blocks are not those that were
 * approved; all rows are kept for the next call.
 */
export async function deliver(
  context: DeliverDeps,
  edition: Edition,
  signal: AbortSignal = new AbortController().signal,
): Promise<Delivered> {
  const { id } = edition
  await fanOut(context, id)
  const variants = keptVariants(context, id)
  const standing = await context.store.editions.byId(id)
  if (standing?.status !== 'sending' || standing.stop)
    return (await closeIfDone(context, edition, 0)).delivered
  await recoverRows(context, id, true)
  await retryUnknown(context, edition)
  const giveUp = (dueAt: Temporal.Instant) => giveUpAt(standing.frozenAt, dueAt, standing.stoppedFor)
  const report = await progressReporter(context, id)
  const pace = openPace(context, signal)
  try {
    const work = { context, variants, pace, signal, giveUp, report }
    let leaving: Edition | null = standing
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

/** Sends what is due of an edition as it is; ends where a story is taken out of it. */
async function sendLeaving(work: SharedWork, edition: Edition): Promise<void> {
  const { context, pace, signal } = work
  const { id, revision, exclusions } = edition
  const leaving = { editionId: id, revision, exclusions }
  const prepared = await prepareApproved(context, edition)
  const ledger = openLedger(context, leaving, signal)
  try {
    // What limits put off meanwhile may be due already when a round ends.
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

/** The edition as it leaves since a story was taken out of it; null where none was, or it leaves no more. */
async function withOtherStories(
  { store }: DeliverDeps,
  { id, revision, exclusions }: Edition,
): Promise<Edition | null> {
  const now = await store.editions.byId(id)
  const isOther = now?.status === 'sending' && !now.stop && now.revision === revision
  return isOther && now.exclusions !== exclusions ? now : null
}

/** By the digest's rule, sends mails once more that may have arrived, in their time; true where there are such. */
async function retryUnknown(context: DeliverDeps, edition: Edition): Promise<boolean> {
  return context.store.transaction((tx) => retryIn(tx, edition, context.clock.now()))
}

/** The same in a transaction, which holds the edition: none is closed over a mail that is to be sent again. */
async function retryIn(
  tx: Pick<Repositories, 'digests' | 'editions' | 'claims'>,
  { id, digestId, frozenAt }: Pick<Edition, 'id' | 'digestId' | 'frozenAt'>,
  now: Temporal.Instant,
): Promise<boolean> {
  const rule = (await tx.digests.byId(digestId))?.unknowns
  if (rule !== 'retry-once') return false
  await tx.editions.lock(id)
  const standing = await tx.editions.byId(id)
  if (standing?.status !== 'sending' || standing.stop) return false
  if (Temporal.Instant.compare(now, giveUpAt(frozenAt, frozenAt, standing.stoppedFor)) > 0) return false
  return (await tx.claims.retryUnknown(id)) > 0
}

/** Waits a moment for rows another sender holds; true where there may be something to claim again. */
async function waitForOthers(context: DeliverDeps, editionId: number, signal: AbortSignal): Promise<boolean> {
  const others = (await context.store.claims.workers(editionId)).filter(
    ({ worker }) => worker !== context.settings.worker,
  )
  if (others.length === 0) return false
  await recoverRows(context, editionId, true)
  await wait(500, undefined, { signal }).catch(() => undefined)
  return !signal.aborted
}

/** Reports progress now and then. Rows are counted once: with a million of them it takes its time. */
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
 * An edition is `sent` when it has all its rows and none is open; its numbers are kept with it. Of several processes one is the last,
 * which closes it.
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
