import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { jobNames, type JobName } from '../../src/core/jobs.ts'
import { openScheduler, type Scheduler } from '../../src/jobs/scheduler.ts'
import { dialects, type TestStore } from '../store/dialects.ts'

const begin = Temporal.Instant.from('2026-11-23T07:00:10Z')

describe.each(dialects)('the scheduler on $name', ({ open }) => {
  let home: TestStore
  let now: Temporal.Instant
  let woken: JobName[]
  let told: string[]
  let deaf: () => void

  beforeEach(async () => {
    home = await open()
    now = begin
    woken = []
    told = []
    deaf = home.store.onWake((name) => void woken.push(name))
  })
  afterEach(async () => {
    deaf()
    await home.drop()
  })

  const process = (name: string): Scheduler =>
    openScheduler({
      store: home.store,
      clock: { now: () => now },
      settings: { worker: `elsewhere:1:${name}` },
      events: { emit: (event) => void told.push(`${name} ${event.name}`) },
    })
  const later = (seconds: number): void => void (now = now.add({ seconds }))
  const taken = (): JobName[] => woken.splice(0)

  test('wakes everything at once, then once a minute', async () => {
    const one = process('one')
    await one.look()
    expect(taken()).toEqual(jobNames)
    later(5)
    await one.look()
    expect(taken()).toEqual([])
    later(50)
    await one.look()
    expect(taken()).toEqual(jobNames)
  })

  test('runs in one process at a time', async () => {
    const [one, other] = [process('one'), process('other')]
    await one.look()
    taken()
    later(20)
    await other.look()
    await one.look()
    later(20)
    await other.look()
    expect(taken()).toEqual([])
    expect(told).toEqual(['one scheduler.began'])
  })

  test('sends nothing if it resumes after a pause and another has taken over', async () => {
    const [one, other] = [process('one'), process('other')]
    await one.look()
    later(61)
    await other.look()
    taken()
    later(61)
    // Neither has reported for a minute: the one that took over last may continue.
    await one.look()
    expect(taken()).toEqual([])
    await other.look()
    expect(taken()).toEqual(jobNames)
    expect(told).toEqual(['one scheduler.began', 'other scheduler.began', 'one scheduler.ended'])
  })

  test('lets another take over immediately when it stops', async () => {
    const [one, other] = [process('one'), process('other')]
    await one.look()
    await one.resign()
    taken()
    await other.look()
    expect(taken()).toEqual(jobNames)
  })
})
