import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Event } from '../../../src/core/events.ts'
import type { Context } from '../../../src/services/context.ts'
import { keptGauges } from '../../../src/services/metrics/kept-gauges.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'

let home: TestStore
let now: Temporal.Instant
let events: string[]
beforeEach(async () => {
  home = await (dialects[0]?.open() ?? Promise.reject(new Error('there is no dialect')))
  now = Temporal.Instant.from('2026-11-10T08:00Z')
  events = []
})
afterEach(() => home.drop())

/** Gauges over the store, part of which can be replaced. */
function over(own: Partial<Context['store']> = {}, patience?: number) {
  const emit = (event: Event) => void events.push(`${event.name}: ${event.message}`)
  return keptGauges(
    { store: { ...home.store, ...own }, clock: { now: () => now }, events: { emit } },
    patience,
  )
}

const upOf = (readings: Awaited<ReturnType<ReturnType<typeof over>>>) =>
  readings.find(({ name }) => name === 'daywire_store_up')?.value

test('however many ask, the store is queried once in five seconds', async () => {
  let reads = 0
  const list = () => {
    reads += 1
    return home.store.digests.list()
  }
  const read = over({ digests: { ...home.store.digests, list } })

  await Promise.all([read(), read(), read()])
  now = now.add({ seconds: 4 })
  await read()
  expect(reads).toBe(1)
  now = now.add({ seconds: 2 })
  expect(upOf(await read())).toBe(1)
  expect(reads).toBe(2)
})

test('a store that fails is shown as down, and logged once until it responds again', async () => {
  let isBroken = true
  const list = () => (isBroken ? Promise.reject(new Error('the disk is gone')) : home.store.digests.list())
  const read = over({ digests: { ...home.store.digests, list } })

  expect(await read()).toEqual([{ name: 'daywire_store_up', labels: {}, value: 0 }])
  expect(upOf(await read())).toBe(0)
  isBroken = false
  expect(upOf(await read())).toBe(1)
  isBroken = true
  now = now.add({ seconds: 6 })
  expect(upOf(await read())).toBe(0)
  const failed = 'metrics.failed: the database was not read: the disk is gone'
  expect(events).toEqual([failed, failed])
})

test('a store that does not respond is queried once, and shown as down', async () => {
  let asked = 0
  const list = () => {
    asked += 1
    return new Promise<never>(() => undefined)
  }
  const read = over({ digests: { ...home.store.digests, list } }, 1)

  expect(upOf(await read())).toBe(0)
  expect(upOf(await read())).toBe(0)
  expect(asked).toBe(1)
  expect(events).toEqual(['metrics.failed: the database did not answer in time'])
})
