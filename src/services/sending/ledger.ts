import { setTimeout as wait } from 'node:timers/promises'
import { reasonOf } from '../../core/errors.ts'
import type { Claim, Finish } from '../../store/claims.ts'
import { grouped } from './grouped.ts'
import type { House } from '../house.ts'

/** One sender's hold on an edition's rows, with the writes of its connections shared. */
export interface Ledger {
  claim(count: number): Promise<Claim[]>
  /**
   * Commits the row as in flight, and with it every end that was told before; false where lease, consent, suppression,
   * pause or stop no longer allow it. So each connection has at most one row in flight at any instant.
   */
  markInflight(claim: Claim): Promise<boolean>
  /** Tells how an attempt ended; it is written with the next commit, or by `flush`. */
  finish(finish: Finish): void
  /** Writes all ends that were told; while the store cannot be written, it waits and tries again. */
  flush(): Promise<void>
  /** Writes what was told, and gives back what was claimed and not sent. */
  close(): Promise<void>
}

/** A sender that dies frees its rows after this long; while it lives it renews them well before. In milliseconds. */
const leaseMs = 60_000

/** Between two tries to write to a store that refuses, in milliseconds: its disk may be full. */
const patience = 1_000

/** True for what a store says that is full, busy or away, by SQLite's codes and PostgreSQL's classes 08, 53 and 57. */
function mayPass(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return (
    typeof code === 'string' && /^(?:SQLITE_(?:FULL|BUSY|LOCKED|IOERR)|(?:08|53|57)\w{3}$|ECONN)/.test(code)
  )
}

/** Connections of a sender at a time. */
export const connections = 10

/**
 * Opens the ledger of an edition for this process, which holds its claims until it is closed; `signal` ends its waiting for
 * a store that refuses.
 */
export function openLedger(
  { store, clock, settings, events }: Pick<House, 'store' | 'clock' | 'settings' | 'events'>,
  editionId: number,
  signal: AbortSignal,
): Ledger {
  const { worker } = settings
  const lease = () => ({ worker, until: clock.now().add({ milliseconds: leaseMs }) })
  let ends: Finish[] = []
  // One that fails is made up for by the next; under a lease that has run out no row is marked.
  const renewal = setInterval(
    () => void store.claims.renew(editionId, lease()).catch(() => undefined),
    leaseMs / 3,
  )

  /** One commit for ends and marks alike; ends that could not be written stay told. */
  async function write(claims: Claim[]): Promise<boolean[]> {
    const told = ends
    ends = []
    try {
      return await store.transaction(async (tx) => {
        await tx.claims.finish(told, clock.now())
        const marked = await tx.claims.markInflight(claims, worker, clock.now())
        return claims.map((claim) => marked.has(claim.subscriberId))
      })
    } catch (error) {
      ends = [...told, ...ends]
      throw error
    }
  }

  async function flush(): Promise<void> {
    while (ends.length > 0)
      try {
        await write([])
      } catch (error) {
        if (signal.aborted || !mayPass(error)) throw error
        const message = `what became of ${ends.length} mails waits to be written: ${reasonOf(error)}`
        events.emit({ level: 'error', name: 'ledger.waits', message })
        await wait(patience, undefined, { signal }).catch(() => undefined)
      }
  }

  return {
    claim: (count) => store.claims.claim(editionId, clock.now(), lease(), count),
    markInflight: grouped(write, connections),
    finish: (finish) => void ends.push(finish),
    flush,
    async close() {
      try {
        await flush()
      } finally {
        clearInterval(renewal)
        await store.claims.release(editionId, worker)
      }
    },
  }
}
