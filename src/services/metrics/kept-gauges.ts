import { setTimeout as wait } from 'node:timers/promises'
import { reasonOf } from '../../core/errors.ts'
import type { GaugeReading } from '../../core/metrics/gauges.ts'
import type { Context } from '../context.ts'
import { readGauges } from './read-gauges.ts'

/** Milliseconds for which a reading is reused, however many ask. */
const longest = 5_000
const down: readonly GaugeReading[] = [{ name: 'daywire_store_up', labels: {}, value: 0 }]

/**
 * What metrics read from the store, at most every few seconds and once at a time. If the store fails or does not answer, only that is
 * reported, so that the process's own counters are still shown; the first failure in a row is logged. `patience`: milliseconds that the
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
