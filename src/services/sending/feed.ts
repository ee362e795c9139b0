import type { Edition } from '../../store/editions.ts'
import type { DeliverRoom } from '../house.ts'
import { lastDeliveries } from '../editions/last-delivery.ts'
import type { Ledger } from './ledger.ts'
import type { Press } from '../editions/press.ts'
import type { Addressee } from './send-one.ts'

/** Rows of an edition on their way to its connections: claimed ahead, so that none of them waits for the next batch. */
export interface Feed {
  /** The next row to send; null once nothing more is due, or sending may not go on. */
  next(): Promise<Addressee | null>
  /** A row was refused at the last moment: looks anew whether sending may go on, and skips who has withdrawn. */
  doubt(): void
  /** Takes a row back that could not be sent, for another connection. */
  giveBack(row: Addressee): void
  /** Ends what `next` gives. */
  stop(): void
  /** Rows that nobody took. */
  left(): number
}

const batch = 500
const low = 200

export function openFeed(house: DeliverRoom, edition: Edition, press: Press, ledger: Ledger): Feed {
  const { store, clock } = house
  let waiting: Addressee[] = []
  let filling: Promise<void> | null = null
  const state = { isDoubtful: true, hasEnded: false }

  async function fill(): Promise<void> {
    if (state.isDoubtful) {
      state.isDoubtful = false
      if (!(await maySend(house, edition.id))) return end()
      await store.claims.skipWithdrawn(edition.id, clock.now())
    }
    if (waiting.length >= low) return
    const claims = await ledger.claim(batch)
    if (claims.length === 0) state.hasEnded = true
    waiting.push(...(await addresseesOf(house, press, claims)))
  }

  function end(): void {
    state.hasEnded = true
    waiting = []
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
      // Claimed ahead of need. What fails here is told by whoever has to wait for it.
      if (waiting.length < low && !state.hasEnded) filled().catch(() => undefined)
      return next
    },
    doubt() {
      state.isDoubtful = true
    },
    giveBack: (row) => void waiting.unshift(row),
    stop: () => {
      state.hasEnded = true
    },
    left: () => waiting.length,
  }
}

async function maySend({ store }: DeliverRoom, editionId: number): Promise<boolean> {
  const isPaused = (await store.newsroom.setting('sending-paused')) !== null
  return !isPaused && (await store.editions.byId(editionId))?.status === 'sending'
}

async function addresseesOf(
  house: DeliverRoom,
  { sheet }: Press,
  claims: Awaited<ReturnType<Ledger['claim']>>,
): Promise<Addressee[]> {
  const subscriptions = await house.store.subscribers.byIds(claims.map((c) => c.subscriptionId))
  const byId = new Map(subscriptions.map((s) => [s.id, s]))
  const last = await lastDeliveries(
    house,
    sheet,
    claims.map((c) => c.subscriberId),
  )
  return claims.flatMap((claim) => {
    const subscription = byId.get(claim.subscriptionId)
    return subscription ? [{ claim, subscription, last: last.get(claim.subscriberId) ?? null }] : []
  })
}
