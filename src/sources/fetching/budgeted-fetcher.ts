import { said } from '../../core/said/said.ts'
import type { Fetched, Fetcher } from './fetcher.ts'
import { failure, type Failure } from '../fetch-result.ts'

/** The limits of one reading, and what ends it early. */
export interface ReadingBudget {
  /** For all requests together. */
  seconds: number
  /** Decompressed, for all responses together. */
  megabytes: number
  /** Ends the reading, even while it waits. */
  signal?: AbortSignal
}

/** Stops waiting for work when a signal aborts; the work itself listens to its own signal. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal, otherwise: () => T): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>()
  const giveUp = (): void => resolve(otherwise())
  if (signal.aborted) giveUp()
  signal.addEventListener('abort', giveUp)
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

/** A fetcher for one reading, whose requests fail once the reading has used up its time or bytes. */
export function budgetedFetcher(fetcher: Fetcher, { seconds, megabytes, signal }: ReadingBudget): Fetcher {
  const late = AbortSignal.timeout(seconds * 1_000)
  const ended = signal ? AbortSignal.any([signal, late]) : late
  let left = megabytes * 1_000_000
  const overTime = (): Failure =>
    late.aborted
      ? failure(said('reading-took-long', { count: seconds }), 'timeout')
      : failure(said('reading-cut-short'))
  return {
    ...fetcher,
    async fetch(address, options) {
      if (ended.aborted) return overTime()
      if (left <= 0) return failure(said('reading-brought-much', { most: megabytes }), 'too-large')
      const work: Promise<Fetched> = fetcher.fetch(address, { ...options, signal: ended })
      const got = await unlessAborted(work, ended, overTime)
      if (got.ok && !got.unchanged) left -= got.body.length
      return !got.ok && ended.aborted ? overTime() : got
    },
  }
}
