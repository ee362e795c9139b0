import type { CounterLabels } from '../../core/metrics/counted.ts'
import type { Context } from '../../services/context.ts'

export type Refusal = CounterLabels<'daywire_http_refused_total'>['reason']

const words: Record<Refusal, string> = {
  slow: 'requests that took too long to arrive',
  malformed: 'requests that are no HTTP, or have too large a header',
  connections: 'connections beyond those that are taken in all',
  'connections-each': 'connections beyond those that are taken from one address',
  forged: 'requests from addresses that sent too many links that are not ours',
  unproven: 'reports by HTTP that were not proven to come from their service',
  followers: 'pages beyond those that are kept up to date at a time',
  repeated: 'requests with a link that was sent too often',
}

/** Counts what the web server refused, and logs it. */
export interface Refusals {
  count(refusal: Refusal): void
  /** Logs what was counted since the last line. */
  close(): void
}

const quietMs = 60_000

/** Logs the first refusal of a kind at once, then their number at most once a minute, so that an attack does not fill the log. */
export function openRefusals({
  clock,
  events,
  metrics,
}: Pick<Context, 'clock' | 'events' | 'metrics'>): Refusals {
  const counted = new Map<Refusal, { since: number; count: number }>()
  const log = (refusal: Refusal, count: number) => {
    if (count > 0)
      events.emit({
        name: 'web.refused',
        message: `${words[refusal]}: ${count} refused`,
        data: { refusal, count },
      })
  }
  return {
    count(refusal) {
      metrics.count('daywire_http_refused_total', { reason: refusal })
      const now = clock.now().epochMilliseconds
      const known = counted.get(refusal)
      if (known && Math.abs(now - known.since) < quietMs) {
        known.count += 1
        return
      }
      log(refusal, (known?.count ?? 0) + 1)
      counted.set(refusal, { since: now, count: 0 })
    },
    close() {
      for (const [refusal, { count }] of counted) log(refusal, count)
      counted.clear()
    },
  }
}
