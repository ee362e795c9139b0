import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../core/errors.ts'
import type { DeliveryStatus } from '../core/states.ts'
import type { Session } from '../mail/transport.ts'
import type { Edition } from '../store/editions.ts'
import { openFeed } from './feed.ts'
import type { DeliverRoom } from './house.ts'
import { keptVariants, type KeptVariants } from './kept-variants.ts'
import { openLedger, type Ledger } from './ledger.ts'
import { press, type Press } from './press.ts'
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

const connections = 10
/** A sender that dies frees its rows after this long; while it lives it renews them well before. */
const leaseMs = 60_000
/** Rows are counted for the progress once in so many mails. */
const countEvery = 500

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
  const ledger = openLedger(house, edition.id, leaseMs, signal)
  const sheetPress = await press(house, edition)
  const variants = keptVariants(house, edition.id)
  await recoverRows(house, edition.id)
  const renewal = setInterval(() => void ledger.renew(), leaseMs / 3)
  try {
    do await sendDueRows({ house, edition, sheetPress, ledger, variants, signal })
    while (!signal.aborted && (await liveWorkersGone(house, edition.id, signal)))
  } finally {
    clearInterval(renewal)
    await ledger.flush()
    await house.store.claims.release(edition.id, house.settings.worker)
  }
  return closeIfDone(house, edition, variants.count())
}

/** Waits a moment for rows another sender holds; true where there may be something to claim again. */
async function liveWorkersGone(house: DeliverRoom, editionId: number, signal: AbortSignal): Promise<boolean> {
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
  signal: AbortSignal
}

async function sendDueRows({ house, edition, sheetPress, ledger, variants, signal }: Work): Promise<void> {
  const feed = openFeed(house, edition, sheetPress, ledger)
  const transport = await house.mail.transport()
  const faults: unknown[] = []
  let sent = 0
  const sender = async (): Promise<void> => {
    const memory = house.mail.reusedMemory()
    let session: Session | null = null
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
        if (!session?.usable) session = await opened(row)
        if ((await sendOne(house, sheetPress, ledger, { session, memory, variants }, row)) === 'withdrawn')
          feed.doubt()
        if (++sent % countEvery === 0) await reportProgress(house, edition.id)
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
  await reportProgress(house, edition.id)
  const fault = faults.find((error) => !(error instanceof AppError))
  if (fault !== undefined) throw fault
  if (faults.length > 0 && feed.left() > 0 && !signal.aborted) throw faults[0]
}

async function reportProgress(house: DeliverRoom, editionId: number): Promise<void> {
  const counts = await house.store.deliveries.counts(editionId)
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const open = (counts.queued ?? 0) + (counts.claimed ?? 0) + (counts.inflight ?? 0) + (counts.deferred ?? 0)
  house.progress.step('deliver', total - open, total)
}

/** An edition is `sent` when no row is open; its numbers are kept with it. */
async function closeIfDone(house: DeliverRoom, edition: Edition, variants: number): Promise<Delivered> {
  const { store, clock } = house
  const nextDue = await store.deliveries.nextDue(edition.id)
  const counts = await store.deliveries.counts(edition.id)
  const closed =
    nextDue === null &&
    (await store.editions.move(edition.id, 'sending', 'sent', {
      finished_at: clock.now().epochMilliseconds,
      totals: JSON.stringify(counts),
    }))
  return { counts, closed, nextDue, variants }
}
