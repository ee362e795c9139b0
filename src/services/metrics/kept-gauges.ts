import { setTimeout as wait } from 'node:timers/promises'
import { reasonOf } from '../../core/errors.ts'
import type { GaugeReading } from '../../core/metrics/gauges.ts'
import type { Context } from '../context.ts'
import { readGauges } from './read-gauges.ts'

/** Milliseconds for which what was read is given again, however many ask. */
const longest = 5_000
const down: readonly GaugeReading[] = [{ name: 'daywire_store_up', labels: {}, value: 0 }]

/**
 * What metrics read of the store, read anew every few seconds at most and once at a time. Where the store fails or does not answer, it gives
 * that alone, so that what the process counts is shown nevertheless; the first time in a row is logged. `patience`: milliseconds that the
 * store may take.
 */
export function keptGauges(
  context: Pick<Context, 'store' | 'clock' | 'events'>,
  patience = 5_000,
): () => Promise<readonly GaugeReading[]> {
  let kept: { at: Temporal.Instant; readings: readonly GaugeReading[] } | null = null
  let reading: Promise<void> | null = null
  let isUp = true

  function fail(message: string): void {
    if (isUp) context.events.emit({ name: 'metrics.failed', message })
    isUp = false
  }

  const read = (): Promise<void> =>
    (reading ??= readGauges(context)
      .then(
        (readings) => {
          isUp = true
          kept = { at: context.clock.now(), readings }
        },
        (error: unknown) => {
          kept = null
          const message = `the database was not read: ${reasonOf(error)}`
          fail(message)
        },
      )
      .finally(() => {
        reading = null
      }))

  // A clock that was set back must not keep an old one.
  const isFresh = (at: Temporal.Instant): boolean =>
    Math.abs(context.clock.now().since(at).total('milliseconds')) < longest

  return async () => {
    if (kept && isFresh(kept.at)) return kept.readings
    const enough = new AbortController()
    const isLate = wait(patience, true, { signal: enough.signal }).catch(() => false)
    await Promise.race([read(), isLate])
    enough.abort()
    if (reading) {
      kept = null
      const message = 'the database did not answer in time'
      fail(message)
    }
    return kept?.readings ?? down
  }
}
