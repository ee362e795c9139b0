import { setTimeout as wait } from 'node:timers/promises'
import type { Leaving } from '../../../../core/entities/edition.ts'
import { AppError, reasonOf } from '../../../../core/errors.ts'
import type { Claim, Finish } from '../../../../core/entities/delivery.ts'
import { groupCommit } from './group-commit.ts'
import type { Context } from '../../../context.ts'

export type LedgerDeps = Pick<Context, 'store' | 'clock' | 'settings' | 'events' | 'metrics'>

/** One sender's claim on an edition's rows; its connections share their writes. */
export interface Ledger {
  claim(count: number): Promise<Claim[]>
  /**
   * Commits the row as in flight, and with it all outcomes reported before; false if lease, consent, suppression, pause, stop, the approved
   * revision or removed stories no longer allow it. Each connection thus has at most one row in flight at any time.
   */
  markInflight(claim: Claim): Promise<boolean>
  /** Reports the outcome of an attempt; it is written with the next commit, or by `flush`. */
  finish(finish: Finish): void
  /** How many outcomes are reported but not written. */
  unwritten(): number
  /** Writes all reported outcomes; if the store cannot be written, retries for a minute. */
  flush(): Promise<void>
  /** Writes what was reported, and releases what was claimed but not sent. */
  close(): Promise<void>
}

/** Milliseconds after which the rows of a dead sender are free; a living one renews its lease long before. */
const leaseMs = 60_000

/** Milliseconds between attempts to write to a store that fails; its disk may be full. */
const patience = 1_000
/** Failures in a row after which the outcomes are left unwritten; the next sender marks those rows as unknown. */
const mostFailures = 60

/** Milliseconds after which an outcome is written even if no commit has included it. */
const longestLag = 200

/** Errors in the data itself, by SQLite's codes and PostgreSQL's classes 22, 23 and 42: retrying does not help. */
const lasting =
  /^SQLITE_(?:CONSTRAINT|ERROR|CORRUPT|NOTADB|MISUSE|RANGE|MISMATCH|READONLY)|^(?:22|23|42)\w{3}$/

/**
 * Whether retrying is useless. Any other error may be temporary: a full disk, or a database that is busy or unavailable, which drivers
 * report with or without a code.
 */
function isLasting(error: unknown): boolean {
  if (error instanceof AppError || error instanceof TypeError || error instanceof RangeError) return true
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && lasting.test(code)
}

/** Connections of a sender at the same time. */
export const connections = 10

/**
 * Opens the ledger of an edition for this process, which keeps its claims until it is closed; `signal` ends the retries while the store
 * fails.
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
  // If one renewal fails, the next makes up for it; no row is marked under an expired lease.
  const renewal = setInterval(
    () => void store.claims.renew(editionId, lease()).catch(() => undefined),
    leaseMs / 3,
  )

  /** Writes outcomes and marks in one commit; outcomes whose write failed are kept for the next. */
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
      // If no other commit includes it, it is written separately.
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
