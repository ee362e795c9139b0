import { gauges, type GaugeName, type GaugeReading } from '../../core/metrics/gauges.ts'
import { isOn } from '../collecting/reading/read-in-turn.ts'
import type { Context } from '../context.ts'
import { editionGauges } from './edition-gauges.ts'

/** How long after its hour an edition is still included. */
const window = Temporal.Duration.from({ hours: 24 * 30 })

type CountedByStatus = 'daywire_messages_open' | 'daywire_sources' | 'daywire_deliveries_open'

/** What metrics read from the store. Rejects if it does not answer. */
export async function readGauges({
  store,
  clock,
}: Pick<Context, 'store' | 'clock'>): Promise<GaugeReading[]> {
  const now = clock.now()
  const secondsSince = (at: Temporal.Instant): number => Math.max(now.since(at).total('seconds'), 0)
  const found: GaugeReading[] = []
  const put = (name: GaugeName, value: number, labels: GaugeReading['labels'] = {}): void =>
    void found.push({ name, labels, value })
  /** Includes states with a count of 0. */
  const putEach = (name: CountedByStatus, counts: readonly { status: string; count: number }[]): void => {
    for (const status of gauges[name].status)
      put(name, counts.find((one) => one.status === status)?.count ?? 0, { status })
  }

  put('daywire_store_up', 1)
  put('daywire_sending_paused', (await store.sendingSettings.isPaused()) ? 1 : 0)
  const digests = (await store.digests.list()).map(({ key }) => key)
  const editions = await store.gauges.editions(now.subtract(window))
  found.push(...editionGauges(editions, digests, now))
  const begun = editions.filter(({ startedAt }) => startedAt !== null).map(({ id }) => id)
  putEach('daywire_deliveries_open', await store.gauges.openDeliveries(begun))
  const messages = await store.gauges.openMessages()
  putEach('daywire_messages_open', messages)
  put('daywire_message_wait_seconds', Math.max(0, ...messages.map(({ dueSince }) => secondsSince(dueSince))))
  const sources = await store.gauges.sources()
  putEach('daywire_sources', sources)
  const on = sources.filter(isOn)
  put('daywire_source_reading_age_seconds', Math.max(0, ...on.map(({ readAt }) => secondsSince(readAt))))
  put('daywire_imports_running', await store.gauges.busyImports())
  if (!store.queue) return found
  const { waiting, failed } = await store.queue.counts()
  for (const { name, count } of waiting) put('daywire_jobs_waiting', count, { job: name })
  put('daywire_jobs_failed', failed)
  return found
}
