import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../core/errors.ts'
import type { DeliveryStatus } from '../core/states.ts'
import type { Claim } from '../store/claims.ts'
import type { Edition } from '../store/editions.ts'
import type { DeliverRoom } from './house.ts'
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
const batch = 200
/** A sender that dies frees its rows after this long; while it lives it renews them well before. */
const leaseMs = 60_000

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
  const ledger = openLedger(house, edition.id, leaseMs)
  const sheetPress = await press(house, edition)
  const seen = new Set<string>()
  await recoverRows(house, edition.id)
  // One that fails is made up for by the next; under a lease that has run out no row is marked.
  const renewal = setInterval(() => void ledger.renew().catch(() => undefined), leaseMs / 3)
  try {
    while (!signal.aborted && (await maySend(house, edition.id))) {
      await house.store.claims.skipWithdrawn(edition.id, house.clock.now())
      const claims = await ledger.claim(batch)
      if (claims.length === 0) {
        if (!(await liveWorkersGone(house, edition.id, signal))) break
        continue
      }
      await sendBatch(house, sheetPress, ledger, claims, seen, signal)
      await reportProgress(house, edition.id)
    }
  } finally {
    clearInterval(renewal)
    await house.store.claims.release(edition.id, house.settings.worker)
  }
  return closeIfDone(house, edition, seen.size)
}

async function maySend({ store }: DeliverRoom, editionId: number): Promise<boolean> {
  const isPaused = (await store.newsroom.setting('sending-paused')) !== null
  return !isPaused && (await store.editions.byId(editionId))?.status === 'sending'
}

/** Waits a moment for rows another sender holds; true where there may be something to claim again. */
async function liveWorkersGone(house: DeliverRoom, editionId: number, signal: AbortSignal): Promise<boolean> {
  const others = await house.store.claims.workers(editionId)
  if (others.length === 0) return false
  await recoverRows(house, editionId)
  await wait(500, undefined, { signal }).catch(() => undefined)
  return !signal.aborted
}

async function sendBatch(
  house: DeliverRoom,
  sheetPress: Press,
  ledger: Ledger,
  claims: Claim[],
  seen: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  const addressees = await addresseesOf(house, sheetPress, claims)
  const transport = await house.mail.transport()
  const fault: { error?: unknown } = {}
  const sender = async (): Promise<void> => {
    const memory = house.mail.reusedMemory()
    let session = await transport.open()
    try {
      for (let next = addressees.shift(); next && !signal.aborted; next = addressees.shift()) {
        if (!session.usable) session = await transport.open()
        seen.add(await sendOne(house, sheetPress, ledger, { session, memory }, next))
      }
    } finally {
      await session.quit()
    }
  }
  const count = Math.min(connections, addressees.length)
  const guarded = () =>
    sender().catch((error: unknown) => {
      fault.error ??= error
    })
  await Promise.all(Array.from({ length: count }, guarded))
  await transport.close()
  // Some connections may be refused while others carry the batch; only an unserved batch is a fault.
  if (fault.error !== undefined && (addressees.length > 0 || !(fault.error instanceof AppError)))
    throw fault.error
}

async function addresseesOf(house: DeliverRoom, { sheet }: Press, claims: Claim[]): Promise<Addressee[]> {
  const subscriptions = await house.store.subscribers.byIds(claims.map((c) => c.subscriptionId))
  const byId = new Map(subscriptions.map((s) => [s.id, s]))
  const last = await house.store.deliveries.lastDeliveries(
    sheet.digest.id,
    sheet.frozenAt,
    claims.map((c) => c.subscriberId),
  )
  return claims.flatMap((claim) => {
    const subscription = byId.get(claim.subscriptionId)
    return subscription ? [{ claim, subscription, last: last.get(claim.subscriberId) ?? null }] : []
  })
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
