import type { GaugeReading } from '../../core/metrics/gauges.ts'
import { gauges } from '../../core/metrics/gauges.ts'
import type { Context } from '../context.ts'

type Editions = Awaited<ReturnType<Context['store']['gauges']['editions']>>

const isAfter = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) > 0

/** Editions by state, how late the latest of each digest is, and the outcomes of its e-mails. */
export const editionGauges = (
  editions: Editions,
  digests: readonly string[],
  now: Temporal.Instant,
): GaugeReading[] =>
  digests.flatMap((digest) => {
    const own = editions.filter((edition) => edition.digest === digest)
    return ofDigest(digest, own, now)
  })

function ofDigest(digest: string, editions: Editions, now: Temporal.Instant): GaugeReading[] {
  const byStatus = Map.groupBy(editions, ({ status }) => status)
  const counts = gauges.daywire_editions.status.map((status): GaugeReading => {
    const value = byStatus.get(status)?.length ?? 0
    return { name: 'daywire_editions', labels: { digest, status }, value }
  })
  return [...counts, ...times(digest, editions, now), ...results(digest, editions)]
}

/** For the latest edition whose hour has come or that has begun, unless it is not to be sent. */
function times(digest: string, editions: Editions, now: Temporal.Instant): GaugeReading[] {
  const latest = editions.find(
    ({ status, dueAt, startedAt }) =>
      (startedAt !== null || !isAfter(dueAt, now)) && !['skipped', 'missed', 'stopped'].includes(status),
  )
  if (!latest) return []
  const { dueAt, startedAt, finishedAt } = latest
  const seconds = (from: Temporal.Instant, to: Temporal.Instant | null): number =>
    Math.max((to ?? now).since(from).total('seconds'), 0)
  const labels = { digest }
  const delay = seconds(dueAt, startedAt)
  return [
    { name: 'daywire_edition_start_delay_seconds', labels, value: delay },
    ...(startedAt
      ? [
          {
            name: 'daywire_edition_sending_seconds' as const,
            labels,
            value: seconds(startedAt, finishedAt),
          },
        ]
      : []),
  ]
}

function results(digest: string, editions: Editions): GaugeReading[] {
  const totals = editions.find((edition) => edition.totals !== null)?.totals
  if (!totals) return []
  return gauges.daywire_edition_deliveries.status.map((status) => ({
    name: 'daywire_edition_deliveries',
    labels: { digest, status },
    value: totals[status] ?? 0,
  }))
}
