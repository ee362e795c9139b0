import { setTimeout as timer } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import { patience } from './patience.ts'

/** Milliseconds between two tries for the lock. */
const between = 1
/** Milliseconds that are left to others after every transaction of a bulk connection: some tries. */
const least = 3
/** Milliseconds that are left to them at most, such as after a transaction that was stopped in its middle. */
const most = 5_000

/** The time that passes, in milliseconds. */
export interface Time {
  now(): number
  wait(ms: number): Promise<unknown>
}

const systemTime: Time = { now: () => performance.now(), wait: (ms) => timer(ms) }

/** The one lock of a SQLite file for writing, as one connection takes it beside those of other threads and processes. */
export interface WriteLock {
  /** Calls `begin` until it has the lock. Rejects as `begin` does, with SQLITE_BUSY once others have kept it for 15 seconds. */
  take(begin: () => Promise<unknown>): Promise<void>
  /** To be called when a transaction has ended. */
  left(): void
}

/**
 * Tries again each millisecond while another connection has the lock: SQLite's own waiting blocks the thread, and sleeps for so long that it misses the moments
 * between the transactions of a bulk connection.
 */
export function patientLock(database: Database.Database, { now, wait }: Time = systemTime): WriteLock {
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
 * The lock for a bulk connection, which writes one long transaction after another. In between it always leaves others the time of some tries;
 * while others write, as long as it wrote itself. SQLite says only that others have written, not that they wait. What it wrote it then also brings
 * from the log into the database and to the disk, which the next commit of another connection would do in its stead.
 */
export function politeLock(database: Database.Database, time: Time = systemTime): WriteLock {
  const lock = patientLock(database, time)
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

/** A number that changes with each transaction that another connection has committed. */
const versionOf = (database: Database.Database): unknown => database.pragma('data_version', { simple: true })
