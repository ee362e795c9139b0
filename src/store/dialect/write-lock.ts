import { setTimeout as timer } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import { patience } from './patience.ts'

/** Milliseconds between two attempts to get the lock. */
const between = 1
/** Milliseconds left to others after every transaction of a bulk connection: enough for some attempts. */
const least = 3
/** The most milliseconds left to them, such as after a transaction that was suspended. */
const most = 5_000

/** The clock, in milliseconds. */
export interface Time {
  now(): number
  wait(ms: number): Promise<unknown>
}

const systemTime: Time = { now: () => performance.now(), wait: (ms) => timer(ms) }

/** The single write lock of a SQLite file, as one connection takes it beside those of other threads and processes. */
export interface WriteLock {
  /** Calls `begin` until it has the lock. Rejects as `begin` does, with SQLITE_BUSY once others have kept it for 15 seconds. */
  take(begin: () => Promise<unknown>): Promise<void>
  /** Call this when a transaction has ended. */
  left(): void
}

/**
 * Retries each millisecond while another connection has the lock: SQLite's own busy handler blocks the thread, and sleeps so long that it
 * misses the gaps between the transactions of a bulk connection.
 */
export function retryingLock(database: Database.Database, { now, wait }: Time = systemTime): WriteLock {
  return {
    async take(begin) {
      database.pragma('busy_timeout = 0')
      try {
        for (const end = now() + patience; !(await hasBegun(begin, now() >= end));) await wait(between)
      } finally {
        database.pragma(`busy_timeout = ${patience}`)
      }
    },
    left: () => undefined,
  }
}

async function hasBegun(begin: () => Promise<unknown>, isLast: boolean): Promise<boolean> {
  try {
    await begin()
    return true
  } catch (error) {
    if (isLast || !isBusy(error)) throw error
    return false
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')

/**
 * The lock for a bulk connection, which writes one long transaction after another. After each it leaves others the time of some attempts
 * or, while others are writing, as long as it wrote itself. SQLite reports only that others have written, not that they are waiting. In
 * that time it also checkpoints its own writes, which otherwise the next commit of another connection would do.
 */
export function yieldingLock(database: Database.Database, time: Time = systemTime): WriteLock {
  const lock = retryingLock(database, time)
  let [taken, ended, version] = [0, -Infinity, versionOf(database)]
  return {
    async take(begin) {
      const seen = version
      version = versionOf(database)
      let until = ended + least
      if (version !== seen) {
        const begun = time.now()
        database.pragma('wal_checkpoint(passive)')
        const now = time.now()
        until = now + Math.min(Math.max(ended - taken + now - begun, least), most)
      }
      const left = until - time.now()
      if (left > 0) await time.wait(left)
      await lock.take(begin)
      taken = time.now()
    },
    left() {
      ended = time.now()
    },
  }
}

/** A number that changes with each transaction that another connection commits. */
const versionOf = (database: Database.Database): unknown => database.pragma('data_version', { simple: true })
