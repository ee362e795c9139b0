import type { Leaving } from '../../../../core/entities/edition.ts'
import { domainOf } from '../../../../core/smtp/limits.ts'
import type { Claim } from '../../../../core/entities/delivery.ts'
import type { DeliverDeps } from '../../../context.ts'
import { givenUp } from './attempt-end.ts'
import { lastDeliveries } from '../../../editions/last-delivery.ts'
import type { Ledger } from './ledger.ts'
import type { PreparedEdition } from '../../../editions/prepare-edition.ts'
import type { Addressee } from '../send-one.ts'

/** Claimed rows of an edition for its connections: claimed ahead, so that no connection waits for the next batch. */
export interface ClaimQueue {
  /** The next row to send; null once nothing more is due, or sending may not continue. */
  next(): Promise<Addressee | null>
  /** A row was refused at the last moment: checks again whether sending may continue, and skips the row if its reader has left. */
  doubt(row: Addressee): void
  /** Keeps a row while all connections to its domain are in use, until one is free; false if too many rows are kept. */
  park(row: Addressee): boolean
  /** A row is finished and its domain's connection is free: the next row parked for that domain comes first. */
  freed(row: Addressee): void
  /** Returns a row that could not be sent, for another connection: behind the others, which may succeed. */
  giveBack(row: Addressee): void
  /** Makes `next` return null. */
  stop(): void
  /** Rows that nobody took. */
  left(): number
  /** True if there are none left and no more will come. */
  isDone(): boolean
}

const batch = 500
const low = 200

export function openClaimQueue(
  context: DeliverDeps,
  leaving: Leaving,
  prepared: PreparedEdition,
  ledger: Ledger,
  giveUp: (dueAt: Temporal.Instant) => Temporal.Instant,
): ClaimQueue {
  const { store, clock, metrics } = context
  const countSkipped = (count: number): void =>
    metrics.count('daywire_deliveries_total', { outcome: 'skipped' }, count)
  let waiting: Addressee[] = []
  let doubted: number[] = []
  let filling: Promise<void> | null = null
  const parked = new Map<string, Addressee[]>()
  let isParked = 0
  const state = { isDoubtful: true, hasEnded: false }

  async function fill(): Promise<void> {
    if (state.isDoubtful) {
      state.isDoubtful = false
      if (!(await maySend(context, leaving.editionId, leaving))) return end()
      const refused = doubted
      doubted = []
      await ledger.flush()
      countSkipped(await store.claims.skipWithdrawn(leaving.editionId, refused, clock.now()))
    }
    if (waiting.length >= low) return
    const claims = await ledger.claim(batch)
    if (claims.length === 0) state.hasEnded = true
    waiting.push(...(await addresseesOf(context, prepared, await withoutLate(await ofOpenDomains(claims)))))
  }

  /** Claims whose domain is not suppressed; the others are skipped. */
  async function ofOpenDomains(claims: Claim[]): Promise<Claim[]> {
    const ids = claims.map(({ subscriberId }) => subscriberId)
    const skipped = await store.claims.skipOfDomains(leaving.editionId, ids, clock.now())
    countSkipped(skipped.size)
    return claims.filter(({ subscriberId }) => !skipped.has(subscriberId))
  }

  /** Gives up rows that were not sent in time, such as during a pause or without a server. */
  async function withoutLate(claims: Claim[]): Promise<Claim[]> {
    const now = clock.now()
    const { frozenAt } = prepared.sheet
    if (Temporal.Instant.compare(now, giveUp(frozenAt)) <= 0) return claims
    const isLate = ({ dueAt }: Claim) => Temporal.Instant.compare(now, giveUp(dueAt)) > 0
    const late = claims.filter(isLate)
    const failed = { from: 'claimed', to: 'failed', reply: null, variant: null, nextAttemptAt: null } as const
    for (const claim of late) ledger.finish({ claim, ...failed, reason: givenUp(claim.reason) })
    await ledger.flush()
    return claims.filter((claim) => !isLate(claim))
  }

  function end(): void {
    state.hasEnded = true
    waiting = []
    parked.clear()
    isParked = 0
  }

  const filled = (): Promise<void> =>
    (filling ??= fill().finally(() => {
      filling = null
    }))

  return {
    async next() {
      while (state.isDoubtful) await filled()
      while (waiting.length === 0 && !state.hasEnded) await filled()
      const next = waiting.shift() ?? null
      // Claimed ahead of need. An error here is thrown to the next caller that has to wait for rows.
      if (waiting.length < low && !state.hasEnded) filled().catch(() => undefined)
      return next
    },
    doubt({ claim }) {
      state.isDoubtful = true
      doubted.push(claim.subscriberId)
    },
    park(row) {
      if (isParked >= batch) return false
      isParked += 1
      parked.getOrInsertComputed(domainOf(row.subscription.email), () => []).push(row)
      return true
    },
    freed(row) {
      const next = parked.get(domainOf(row.subscription.email))?.shift()
      if (!next) return
      isParked -= 1
      waiting.unshift(next)
    },
    giveBack: (row) => void waiting.push(row),
    stop: () => {
      state.hasEnded = true
    },
    left: () => waiting.length + isParked,
    isDone: () => state.hasEnded && waiting.length + isParked === 0,
  }
}

/**
 * False while sending is paused, if the edition is stopped or no longer being sent, or if its revision or stories differ from those given.
 */
export async function maySend(
  { store }: DeliverDeps,
  editionId: number,
  leaving: Leaving | null = null,
): Promise<boolean> {
  if (await store.sendingSettings.isPaused()) return false
  const edition = await store.editions.byId(editionId)
  return (
    edition?.status === 'sending' &&
    edition.stop === null &&
    (leaving === null || (edition.revision === leaving.revision && edition.exclusions === leaving.exclusions))
  )
}

async function addresseesOf(
  context: DeliverDeps,
  { sheet }: PreparedEdition,
  claims: Awaited<ReturnType<Ledger['claim']>>,
): Promise<Addressee[]> {
  const subscriptions = await context.store.subscribers.byIds(claims.map((c) => c.subscriptionId))
  const byId = new Map(subscriptions.map((s) => [s.id, s]))
  const last = await lastDeliveries(
    context,
    sheet,
    claims.map((c) => c.subscriberId),
  )
  return claims.flatMap((claim) => {
    const subscription = byId.get(claim.subscriptionId)
    return subscription ? [{ claim, subscription, last: last.get(claim.subscriberId) ?? null }] : []
  })
}
