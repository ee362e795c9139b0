import { setTimeout as wait } from 'node:timers/promises'
import type { Leaving } from '../../../../core/entities/edition.ts'
import { AppError, reasonOf } from '../../../../core/errors.ts'
import type { Claim, Finish } from '../../../../core/entities/delivery.ts'
import { groupCommit } from './group-commit.ts'
import type { Context } from '../../../context.ts'

export type LedgerDeps = Pick<Context, 'store' | 'clock' | 'settings' | 'events' | 'metrics'>

/** One sender's hold on an edition's rows, with the writes of its connections shared. */
export interface Ledger {
  claim(count: number): Promise<Claim[]>
  /**
   * Commits the row as in flight, and with it every end that was reported before; false where lease, consent, suppression,
   * pause, stop, the approved revision or the stories taken out of it no longer allow it. So each connection has at most one row in flight at any instant.
   */
  markInflight(claim: Claim): Promise<boolean>
  /** Reports how an attempt ended; it is written with the next commit, or by `flush`. */
  finish(finish: Finish): void
  /** How many ends are reported and not written. */
  unwritten(): number
  /** Writes all ends that were reported; while the store cannot be written, it waits and tries again for a minute. */
  flush(): Promise<void>
  /** Writes what was reported, and gives back what was claimed and not sent. */
  close(): Promise<void>
}

/** A sender that dies frees its rows after this long; while it lives it renews them well before. In milliseconds. */
const leaseMs = 60_000

/** Between two tries to write to a store that refuses, in milliseconds: its disk may be full. */
const patience = 1_000
/** After so many in a row the next sender finds what was not written, and holds it as unknown. */
const mostFailures = 60

/** An end that no commit has taken along is written after so long, in milliseconds. */
const longestLag = 200

/** Faults of what is written, by SQLite's codes and PostgreSQL's classes 22, 23 and 42: no waiting mends them. */
const lasting =
  /^SQLITE_(?:CONSTRAINT|ERROR|CORRUPT|NOTADB|MISUSE|RANGE|MISMATCH|READONLY)|^(?:22|23|42)\w{3}$/

/**
 * True for what waiting does not mend. All else may pass: a disk that is full, a database that is busy or away, of which drivers
 * tell with and without a code.
 */
function isLasting(error: unknown): boolean {
  if (error instanceof AppError || error instanceof TypeError || error instanceof RangeError) return true
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && lasting.test(code)
}

/** Connections of a sender at a time. */
export const connections = 10

/**
 * Opens the ledger of what leaves of an edition for this process, which holds its claims until it is closed; `signal` ends its waiting for
 * a store that refuses.
 */
export function openLedger(
  { store, clock, settings, events, metrics }: LedgerDeps,
  { editionId, revision, exclusions }: Leaving,
  signal: AbortSignal,
): Ledger {
  const { worker } = settings
  const lease = () => ({ worker, until: clock.now().add({ milliseconds: leaseMs }) })
  let ends: Finish[] = []
  let failures = 0
  let lag: NodeJS.Timeout | undefined
  let lagging: Promise<unknown> = Promise.resolve()
  // One that fails is made up for by the next; under a lease that has run out no row is marked.
  const renewal = setInterval(
    () => void store.claims.renew(editionId, lease()).catch(() => undefined),
    leaseMs / 3,
  )

  /** One commit for ends and marks alike; ends that could not be written stay written. */
  async function write(claims: Claim[]): Promise<boolean[]> {
    const written = ends
    ends = []
    clearTimeout(lag)
    lag = undefined
    try {
      const marked = await store.transaction(async (tx) => {
        await tx.claims.finish(written, clock.now())
        return tx.claims.markInflight(claims, { worker, revision, exclusions }, clock.now())
      })
      failures = 0
      for (const { to } of written) metrics.count('daywire_deliveries_total', { outcome: to })
      return claims.map((claim) => marked.has(claim.subscriberId))
    } catch (error) {
      ends = [...written, ...ends]
      throw error
    }
  }

  async function flush(): Promise<void> {
    await lagging
    while (ends.length > 0)
      try {
        await write([])
      } catch (error) {
        failures += 1
        if (signal.aborted || isLasting(error) || failures >= mostFailures) throw error
        const message = `the outcomes of ${ends.length} e-mails could not be stored, and are tried again: ${reasonOf(error)}`
        events.emit({ name: 'ledger.waits', message, data: { edition: editionId, count: ends.length } })
        await wait(patience, undefined, { signal }).catch(() => undefined)
      }
  }

  return {
    claim: (count) => store.claims.claim(editionId, clock.now(), lease(), count),
    markInflight: groupCommit(write, connections),
    finish(finish) {
      ends.push(finish)
      // With no mail to go along with, it is written by itself.
      lag ??= setTimeout(() => {
        lagging = write([]).catch(() => undefined)
      }, longestLag)
    },
    unwritten: () => ends.length,
    flush,
    async close() {
      try {
        await flush()
      } finally {
        clearInterval(renewal)
        clearTimeout(lag)
        await store.claims.release(editionId, worker)
      }
    },
  }
}
