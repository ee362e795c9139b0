import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import {
  counters,
  durations,
  type CounterName,
  type LabelValues,
  type DurationName,
} from '../../core/metrics/counted.ts'
import { gauges, type GaugeName, type GaugeReading } from '../../core/metrics/gauges.ts'
import type { Metrics } from '../../core/ports.ts'
import type { Role } from '../../core/roles.ts'
import { help } from './help.ts'

/**
 * The most series of a counter that are served as 0 from the start, so that the first event appears as an increase; a counter with more
 * possible series serves each once it is counted.
 */
const mostFromStart = 80

/** Gauges of prom-client whose names are those of counters, and which are sums of others. */
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
]

export interface MetricsRegistry {
  metrics: Metrics
  /** Adds metrics of the process itself, from now on. */
  watchProcess(about: { version: string; role: Role }): void
  /** All metrics in Prometheus' text format, with these values from the store; gauges without a value are omitted. */
  text(readings: readonly GaugeReading[]): Promise<string>
  contentType: string
}

type Labels = Readonly<Record<string, string>>

export function openRegistry(): MetricsRegistry {
  const registry = new Registry()
  const registers = [registry]
  const counted = new Map<CounterName, Counter>()
  for (const [name, labels] of entriesOf(counters)) {
    const counter = new Counter({ name, help: help[name], labelNames: Object.keys(labels), registers })
    const series = combinations(labels)
    if (series.length <= mostFromStart) for (const one of series) counter.inc(one, 0)
    counted.set(name, counter)
  }
  const timed = new Map<DurationName, Histogram>()
  for (const [name, { labels, buckets }] of entriesOf(durations)) {
    const labelNames = Object.keys(labels)
    timed.set(name, new Histogram({ name, help: help[name], labelNames, buckets: [...buckets], registers }))
  }
  const read = new Map<GaugeName, Gauge>()
  for (const [name, labels] of entriesOf(gauges))
    read.set(name, new Gauge({ name, help: help[name], labelNames: Object.keys(labels), registers }))

  return {
    metrics: {
      count: (name, labels, by = 1) => counted.get(name)?.inc(labels as Labels, by),
      observe: (name, labels, seconds) => timed.get(name)?.observe(labels as Labels, seconds),
    },
    watchProcess(about) {
      collectDefaultMetrics({ register: registry })
      for (const name of misnamed) registry.removeSingleMetric(name)
      const words = 'The version and role of this process; always 1'
      new Gauge({ name: 'daywire_info', help: words, labelNames: Object.keys(about), registers }).set(
        about,
        1,
      )
    },
    async text(readings) {
      for (const gauge of read.values()) gauge.reset()
      for (const { name, labels, value } of readings) read.get(name)?.set(labels, value)
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}

const entriesOf = <Name extends string, Value>(of: Readonly<Record<Name, Value>>): [Name, Value][] =>
  Object.entries(of) as [Name, Value][]

/** All combinations of the labels' values. */
function combinations(labels: LabelValues): Record<string, string>[] {
  return Object.entries(labels).reduce<Record<string, string>[]>(
    (so, [label, values]) => so.flatMap((one) => values.map((value) => ({ ...one, [label]: value }))),
    [{}],
  )
}
