import { beforeEach, describe, expect, test } from 'vitest'
import { settableClock, type SettableClock } from '../../src/core/clock.ts'
import type { Event } from '../../src/core/events.ts'
import { setByServer } from '../../src/jobs/server-clock.ts'

const at = (time: string): Temporal.Instant => Temporal.Instant.from(`2026-11-23T${time}Z`)

describe('the clock of a process that shares a database server', () => {
  let machine: Temporal.Instant
  let passed: number
  let clock: SettableClock
  let told: Event[]

  beforeEach(() => {
    machine = at('08:00:00')
    passed = 5_000
    told = []
    clock = settableClock({ now: () => machine }, () => passed)
  })

  /** The server's clock as it is when half of the way, in milliseconds, is behind the question. */
  const look = (server: Temporal.Instant | null, onTheWay = 0) => {
    const pass = (): void => {
      machine = machine.add({ milliseconds: onTheWay / 2 })
      passed += onTheWay / 2
    }
    const serverTime = async () => {
      pass()
      const shown = server
      pass()
      return shown
    }
    return setByServer({ store: { serverTime }, clock, events: { emit: (event) => told.push(event) } })
  }

  test.each([
    { differs: 'ahead', server: at('07:55:00'), seconds: -300, says: '300 s ahead of' },
    { differs: 'behind', server: at('08:05:00'), seconds: 300, says: '300 s behind' },
  ])('is set by the server where it is $differs, and says so once', async ({ server, seconds, says }) => {
    await look(server)
    expect(clock.now()).toEqual(server)
    await look(server)
    expect(told).toMatchObject([{ name: 'clock.differs', data: { seconds } }])
    expect(told[0]?.message).toContain(says)
  })

  test('is left where it differs by no more than the answer took', async () => {
    await look(at('08:00:04'), 6_000)
    expect(clock.now()).toEqual(at('08:00:06'))
    expect(told).toEqual([])
  })

  test('then goes on by what passes, however the clock of the machine is set', async () => {
    await look(at('08:00:00'))
    machine = at('09:30:00')
    passed += 2_500
    expect(clock.now()).toEqual(at('08:00:02.5'))
    expect(told).toEqual([])
  })

  test('is that of the machine where there is no server', async () => {
    await look(null)
    machine = at('09:30:00')
    expect(clock.now()).toEqual(at('09:30:00'))
  })
})
