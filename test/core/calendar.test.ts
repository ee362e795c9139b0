import { describe, expect, test } from 'vitest'
import type { CalendarDay, Schedule } from '../../src/core/entities/newsroom.ts'
import { cutoffInstant, planned, sendInstant } from '../../src/core/schedule.ts'
import { said } from '../../src/core/said/said.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const schedule = (calendar: CalendarDay[], changes: Partial<Schedule> = {}): Schedule => ({
  days: [1, 2, 3, 4, 5],
  hour: '07:00',
  cutoff: '22:30',
  timeZone: 'Europe/Vienna',
  catchUp: 6,
  calendar,
  ...changes,
})
const christmas = { date: '2026-12-25', to: null, hour: null, reason: 'Christmas Day' }

describe('the calendar of a digest', () => {
  test('a skipped day keeps its reason, and a day outside the schedule needs none', () => {
    expect(planned(schedule([christmas]), day('2026-12-25'))).toMatchObject({
      kind: 'skipped',
      reason: 'Christmas Day',
    })
    expect(planned(schedule([christmas]), day('2026-12-24'))).toMatchObject({ kind: 'edition', reason: null })
    expect(planned(schedule([christmas]), day('2026-12-26'))).toBeNull()
  })

  test('a moved day is skipped here and gets an edition there, at its own hour, with the same time after its cutoff', () => {
    const moved = schedule([{ date: '2026-12-25', to: '2026-12-26', hour: '10:00', reason: 'Christmas' }])
    expect(planned(moved, day('2026-12-25'))).toMatchObject({
      kind: 'skipped',
      reason: said('reason-moved', { reason: 'Christmas', date: '2026-12-26' }),
    })
    const there = planned(moved, day('2026-12-26'))
    expect(there?.sendAt.toString()).toBe('2026-12-26T09:00:00Z')
    expect(there?.cutoff.toString()).toBe('2026-12-26T00:30:00Z')
  })

  test('a day can have its own hour', () => {
    const early = schedule([{ date: '2026-12-24', to: '2026-12-24', hour: '05:00', reason: 'early' }])
    expect(planned(early, day('2026-12-24'))).toMatchObject({ kind: 'edition', reason: 'early' })
    expect(planned(early, day('2026-12-24'))?.sendAt.toString()).toBe('2026-12-24T04:00:00Z')
  })

  test('a date that does not exist in a zone has no edition', () => {
    const samoa = schedule([], { timeZone: 'Pacific/Apia' })
    expect(planned(samoa, day('2011-12-29'))?.kind).toBe('edition')
    expect(planned(samoa, day('2011-12-30'))).toBeNull()
  })

  test('a cutoff in the DST gap of spring is still before the hour', () => {
    const gap = schedule([], { days: [7], hour: '03:05', cutoff: '02:45' })
    expect(sendInstant(gap, day('2026-03-29')).toString()).toBe('2026-03-29T01:05:00Z')
    expect(cutoffInstant(gap, day('2026-03-29')).toString()).toBe('2026-03-29T00:45:00Z')
  })
})
