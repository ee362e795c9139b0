import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { counters, durations } from '../../../src/core/metrics/counted.ts'
import { gauges } from '../../../src/core/metrics/gauges.ts'
import { countedEvents } from '../../../src/core/metrics/counted-events.ts'
import { openRegistry } from '../../../src/web/metrics/registry.ts'
import { serveMetrics, type MetricsServer } from '../../../src/web/metrics/metrics-server.ts'
import { readExposition, valueOf } from './exposition.ts'

const here = { host: '127.0.0.1', port: 0 }
let server: MetricsServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

describe('the metrics endpoint', () => {
  test('answers only GET /metrics', async () => {
    server = await serveMetrics(here, async () => 'up 1\n', 'text/plain')
    const of = (path: string, method = 'GET') => fetch(new URL(path, server?.url), { method })

    expect(await (await of('/metrics')).text()).toBe('up 1\n')
    expect((await of('/metrics', 'HEAD')).status).toBe(200)
    const posted = await of('/metrics', 'POST')
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    for (const path of ['/', '/metrics/', '/desk']) expect((await of(path)).status).toBe(404)
  })

  test('with an address in use is an error that names it and the setting', async () => {
    const other = createServer().listen(0, here.host)
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const starting = serveMetrics({ ...here, port }, async () => '', 'text/plain')
    await expect(starting).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringMatching(`metrics cannot be served at 127.0.0.1:${port} .*DAYWIRE_METRICS`),
    })
    other.close()
  })
})

describe('the registry', () => {
  test('shows every label value once, in the format, with the values of the store and no others', async () => {
    const registry = openRegistry()
    const { metrics } = registry
    countedEvents({ emit: () => undefined }, metrics).emit({ name: 'outbox.failed', message: 'no disk' })
    metrics.count('daywire_feedback_total', { kind: 'bounce', outcome: 'suppressed' })
    metrics.count('daywire_feedback_total', { kind: 'bounce', outcome: 'suppressed' }, 2)
    for (const seconds of [0.05, 0.5, 700])
      metrics.observe('daywire_job_duration_seconds', { job: 'collect', outcome: 'done' }, seconds)
    await registry.text([
      { name: 'daywire_editions', labels: { digest: 'a"b\\c\nd', status: 'draft' }, value: 4 },
    ])
    const found = readExposition(
      await registry.text([{ name: 'daywire_sending_paused', labels: {}, value: 1 }]),
    )

    expect(valueOf(found, 'daywire_feedback_total{kind="bounce",outcome="suppressed"}')).toBe(3)
    expect(valueOf(found, 'daywire_events_total{event="outbox.failed",level="error"}')).toBe(1)
    expect(valueOf(found, 'daywire_subscriptions_total{change="confirmed"}')).toBe(0)
    const jobs = found.get('daywire_job_duration_seconds')?.values
    expect(jobs?.get('daywire_job_duration_seconds_bucket{le="1",job="collect",outcome="done"}')).toBe(2)
    expect(jobs?.get('daywire_job_duration_seconds_count{job="collect",outcome="done"}')).toBe(3)
    expect(valueOf(found, 'daywire_sending_paused')).toBe(1)
    expect(found.get('daywire_editions')?.values.size).toBe(0)
  })

  test('a label value from input is escaped', async () => {
    const readings = [
      { name: 'daywire_editions', labels: { digest: 'a"b\\c\nd', status: 'draft' }, value: 4 },
    ] as const
    const found = readExposition(await openRegistry().text(readings))

    expect(valueOf(found, String.raw`daywire_editions{digest="a\"b\\c\nd",status="draft"}`)).toBe(4)
  })
})

test('each kind of feedback exists from the start, so that the first one shows as an increase', async () => {
  const found = readExposition(await openRegistry().text([]))
  expect(valueOf(found, 'daywire_feedback_total{kind="complaint",outcome="suppressed"}')).toBe(0)
})

test('process metrics also follow the conventions', async () => {
  const registry = openRegistry()
  registry.watchProcess({ version: '0.0.0', role: 'all' })
  for (const [name, { type }] of readExposition(await registry.text([])))
    expect(name.endsWith('_total'), name).toBe(type === 'counter')
})

describe('names and documentation', () => {
  const described = [
    ...Object.entries(counters).map(([name, own]) => ({ name, type: 'counter', labels: own })),
    ...Object.entries(durations).map(([name, own]) => ({ name, type: 'histogram', labels: own.labels })),
    ...Object.entries(gauges).map(([name, own]) => ({ name, type: 'gauge', labels: own })),
  ]

  test('names follow the conventions of Prometheus', () => {
    for (const { name, type } of described) {
      expect(name).toMatch(/^daywire_[a-z_]+$/)
      expect(name.endsWith('_total'), name).toBe(type === 'counter')
      if (type === 'histogram') expect(name).toMatch(/_seconds$/)
    }
  })

  test('docs/operating.md has a row for each, with its type and labels, and no others', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../docs/operating.md'), 'utf8')
    const rows = [...text.matchAll(/^\| (`daywire_\w+` \| \w+ \| [^|]*) \|/gm)].map(([, row]) => row ?? '')
    const expected = [
      ...described.map(({ name, type, labels }) => rowOf(name, type, Object.keys(labels))),
      rowOf('daywire_info', 'gauge', ['version', 'role']),
    ]

    expect(new Set(rows)).toEqual(new Set(expected))
    expect(rows).toHaveLength(expected.length)
  })
})

const rowOf = (name: string, type: string, labels: string[]) =>
  `\`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')}`
