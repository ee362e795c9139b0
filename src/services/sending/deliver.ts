import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../../core/errors.ts'
import type { DeliveryStatus } from '../../core/states.ts'
import type { Session } from '../../mail/transport.ts'
import type { Edition } from '../../store/editions.ts'
import { alertDelivery } from '../alerts/alert-editions.ts'
import { fanOut } from './fan-out.ts'
import { openFeed } from './feed.ts'
import type { DeliverRoom } from '../house.ts'
import { keptVariants, type KeptVariants } from './kept-variants.ts'
import { connections, openLedger, type Ledger } from './ledger.ts'
import { openPace, type Pace } from './pace.ts'
import { press, type Press } from '../editions/press.ts'
import { recoverRows } from './recover.ts'
import { sendOne, type Addressee } from './send-one.ts'

export interface Delivered {
  /** Rows by outcome, as the ledger has them now. */
  counts: Partial<Record<DeliveryStatus, number>>
  /** True once no row is open and the edition is `sent`. */
  closed: boolean
  /** When the next row can be tried, where some are still open. */
  nextDue: Temporal.Instant | null
  variants: number
}

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
  await fanOut(house, edition.id)
  const sheetPress = await press(house, edition)
  const variants = keptVariants(house, edition.id)
  await recoverRows(house, edition.id)
  await retryUnknown(house, edition)
  const ledger = openLedger(house, edition.id, signal)
  const pace = openPace(house, signal)
  try {
    do await sendDueRows({ house, edition, sheetPress, ledger, variants, pace, signal })
    while (
      !signal.aborted &&
      ((await retryUnknown(house, edition)) ||
        (await pace.wait()) ||
        (await waitForOthers(house, edition.id, signal)))
    )
  } finally {
    await pace.close().finally(() => ledger.close())
  }
  const delivered = await closeIfDone(house, edition, variants.count())
  await alertDelivery(house, edition, delivered.counts)
  return delivered
}

/** By the digest's rule, sends mails once more that may have arrived; true where there are such. */
async function retryUnknown({ store }: DeliverRoom, { id, digestId }: Edition): Promise<boolean> {
  const rule = (await store.digests.byId(digestId))?.unknowns
  return rule === 'retry-once' && (await store.claims.retryUnknown(id)) > 0
}

/** Waits a moment for rows another sender holds; true where there may be something to claim again. */
async function waitForOthers(house: DeliverRoom, editionId: number, signal: AbortSignal): Promise<boolean> {
  const others = (await house.store.claims.workers(editionId)).filter(
    ({ worker }) => worker !== house.settings.worker,
  )
  if (others.length === 0) return false
  await recoverRows(house, editionId)
  await wait(500, undefined, { signal }).catch(() => undefined)
  return !signal.aborted
}

interface Work {
  house: DeliverRoom
  edition: Edition
  sheetPress: Press
  ledger: Ledger
  variants: KeptVariants
  pace: Pace
  signal: AbortSignal
}

async function sendDueRows({
  house,
  edition,
  sheetPress,
  ledger,
  variants,
  pace,
  signal,
}: Work): Promise<void> {
  const feed = openFeed(house, edition, sheetPress, ledger)
  const transport = await house.mail.transport()
  const faults: unknown[] = []
  // Rows are counted at either end alone: with a million of them it takes its time.
  const before = await progressOf(house, edition.id)
  let sent = 0
  const sender = async (): Promise<void> => {
    const memory = house.mail.reusedMemory()
    let session: Session | null = null
    let mails = 0
    const opened = async (row: Addressee): Promise<Session> => {
      try {
        return await transport.open()
      } catch (error) {
        feed.giveBack(row)
        throw error
      }
    }
    try {
      for (let row = await feed.next(); row && !signal.aborted; row = await feed.next()) {
        if (session?.usable && pace.isWorn(mails)) await session.quit()
        if (!session?.usable) {
          session = await opened(row)
          mails = 0
        }
        mails += 1
        if (
          (await sendOne(house, sheetPress, ledger, { session, memory, variants, pace }, row)) === 'withdrawn'
        )
          feed.doubt()
        if (++sent % tellEvery === 0)
          house.progress.step('deliver', Math.min(before.done + sent, before.total), before.total)
      }
    } finally {
      await session?.quit()
    }
  }
  const guarded = async (): Promise<void> => {
    try {
      await sender()
    } catch (error) {
      faults.push(error)
      // Some connections may be refused while others go on; any other fault ends them all.
      if (!(error instanceof AppError)) feed.stop()
    }
  }
  await Promise.all(Array.from({ length: connections }, guarded))
  await transport.close()
  await ledger.flush()
  const after = await progressOf(house, edition.id)
  house.progress.step('deliver', after.done, after.total)
  const fault = faults.find((error) => !(error instanceof AppError))
  if (fault !== undefined) throw fault
  if (faults.length > 0 && feed.left() > 0 && !signal.aborted) throw faults[0]
}

async function progressOf(
  { store }: DeliverRoom,
  editionId: number,
): Promise<{ done: number; total: number }> {
  const counts = await store.deliveries.counts(editionId)
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const open = (counts.queued ?? 0) + (counts.claimed ?? 0) + (counts.inflight ?? 0) + (counts.deferred ?? 0)
  return { done: total - open, total }
}

/** An edition is `sent` when it has all its rows and none is open; its numbers are kept with it. */
async function closeIfDone(house: DeliverRoom, edition: Edition, variants: number): Promise<Delivered> {
  return house.store.transaction(async (tx) => {
    await tx.editions.hold(edition.id)
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
