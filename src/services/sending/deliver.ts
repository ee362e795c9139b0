import { setTimeout as wait } from 'node:timers/promises'
import { openStates, type DeliveryStatus } from '../../core/states.ts'
import type { Edition } from '../../store/editions.ts'
import type { Rooms } from '../../store/store.ts'
import { alertDelivery } from '../alerts/alert-editions.ts'
import { giveUpAt } from './backoff.ts'
import { fanOut } from './fan-out.ts'
import type { DeliverRoom } from '../house.ts'
import { keptVariants } from './kept-variants.ts'
import { openLedger } from './ledger.ts'
import { openPace } from './pace.ts'
import { press } from '../editions/press.ts'
import { recoverRows } from './recover.ts'
import { sendRows } from './send-rows.ts'
import { waitForDue } from './wait-for-due.ts'

export interface Delivered {
  /** Rows by outcome, as the ledger has them now. */
  counts: Partial<Record<DeliveryStatus, number>>
  /** True once no row is open and the edition is `sent`. */
  closed: boolean
  /** When the next row can be tried, where some are still open. */
  nextDue: Temporal.Instant | null
  variants: number
}

/** Mails that limits put off are spread over the time to come, and waited for one by one. */
const forLimits = { longest: 50_000, gather: 1 }
/** Progress is told once in so many mails. */
const tellEvery = 500

/**
 * Sends what is due of an edition, row by row of the ledger, as `docs/architecture.md` tells the protocol. Ends when
 * nothing more is due now, or when `signal` asks it to: then mails on their way are finished and the rest is put back.
 * Throws `smtp-unavailable` or `smtp-refused` where the server cannot be had; all rows are kept for the next call.
 */
export async function deliver(
  house: DeliverRoom,
  edition: Edition,
  signal: AbortSignal = new AbortController().signal,
): Promise<Delivered> {
  const { id } = edition
  await fanOut(house, id)
  const variants = keptVariants(house, id)
  await recoverRows(house, id, true)
  await retryUnknown(house, edition)
  const work = { house, editionId: id, press: await press(house, edition), variants, signal }
  const tell = await teller(house, id)
  const ledger = openLedger(house, id, signal)
  const pace = openPace(house, signal)
  try {
    do await sendRows({ ...work, ledger, pace, tell })
    while (
      !signal.aborted &&
      ((await retryUnknown(house, edition)) ||
        (pace.hasPutOff() && (await waitForDue(house, [id], forLimits, signal))) ||
        (await waitForOthers(house, id, signal)))
    )
  } finally {
    try {
      await pace.close()
    } finally {
      await ledger.close()
    }
  }
  const delivered = await closeIfDone(house, edition, variants.count())
  const { total, open } = tallied(delivered.counts)
  house.progress.step('deliver', total - open, total)
  await alertDelivery(house, edition, delivered.counts)
  return delivered
}

/** By the digest's rule, sends mails once more that may have arrived, in their time; true where there are such. */
async function retryUnknown(house: DeliverRoom, edition: Edition): Promise<boolean> {
  return house.store.transaction((tx) => retryIn(tx, edition, house.clock.now()))
}

/** The same in a transaction, which holds the edition: none is closed over a mail that is to be sent again. */
async function retryIn(
  tx: Pick<Rooms, 'digests' | 'editions' | 'claims'>,
  { id, digestId, frozenAt }: Edition,
  now: Temporal.Instant,
): Promise<boolean> {
  const rule = (await tx.digests.byId(digestId))?.unknowns
  if (rule !== 'retry-once' || Temporal.Instant.compare(now, giveUpAt(frozenAt)) > 0) return false
  await tx.editions.hold(id)
  const isSending = (await tx.editions.byId(id))?.status === 'sending'
  return isSending && (await tx.claims.retryUnknown(id)) > 0
}

/** Waits a moment for rows another sender holds; true where there may be something to claim again. */
async function waitForOthers(house: DeliverRoom, editionId: number, signal: AbortSignal): Promise<boolean> {
  const others = (await house.store.claims.workers(editionId)).filter(
    ({ worker }) => worker !== house.settings.worker,
  )
  if (others.length === 0) return false
  await recoverRows(house, editionId, true)
  await wait(500, undefined, { signal }).catch(() => undefined)
  return !signal.aborted
}

/** Tells of progress now and then. Rows are counted once: with a million of them it takes its time. */
async function teller({ store, progress }: DeliverRoom, editionId: number): Promise<() => void> {
  const { total, open } = tallied(await store.deliveries.counts(editionId))
  let done = total - open
  return () => {
    done += 1
    if (done % tellEvery === 0) progress.step('deliver', Math.min(done, total), total)
  }
}

function tallied(counts: Delivered['counts']): { total: number; open: number } {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return { total, open: openStates.reduce((sum, status) => sum + (counts[status] ?? 0), 0) }
}

/** An edition is `sent` when it has all its rows and none is open; its numbers are kept with it. */
async function closeIfDone(house: DeliverRoom, edition: Edition, variants: number): Promise<Delivered> {
  return house.store.transaction(async (tx) => {
    await tx.editions.hold(edition.id)
    await retryIn(tx, edition, house.clock.now())
    const nextDue = await tx.deliveries.nextDue(edition.id)
    const counts = await tx.deliveries.counts(edition.id)
    const isComplete = nextDue === null && (await tx.fanOuts.open(edition.id)) === null
    const closed =
      isComplete &&
      (await tx.editions.move(edition.id, 'sending', 'sent', {
        finished_at: house.clock.now().epochMilliseconds,
        totals: JSON.stringify(counts),
      }))
    return { counts, closed, nextDue, variants }
  })
}
