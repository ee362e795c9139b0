import { describe, expect, test } from 'vitest'
import type { Schedule } from '../../src/core/entities/newsroom.ts'
import { cutoffInstant, firstLocalHour, sendInstant, windowFor } from '../../src/core/schedule.ts'

const at = (text: string) => Temporal.Instant.from(text)
const day = (text: string) => Temporal.PlainDate.from(text)
const schedule = (changes: Partial<Schedule>): Schedule => ({
  days: [1, 2, 3, 4, 5, 6, 7],
  hour: '07:00',
  cutoff: '06:30',
  timeZone: 'Europe/Vienna',
  catchUp: 6,
  calendar: [],
  ...changes,
})

describe('windows', () => {
  const freeze = at('2026-11-16T05:30Z')
  const begun = at('2026-11-10T05:30Z')

  test('a window opens at the freeze of the last edition that carried something', () => {
    const carriedUntil = at('2026-11-13T05:30Z')
    expect(windowFor(freeze, { carriedUntil, begun }).opensAt).toBe(carriedUntil)
  })

  test('while none has carried anything, it opens where the first one did', () => {
    expect(windowFor(freeze, { carriedUntil: null, begun }).opensAt).toBe(begun)
  })

  test('the very first opens 48 hours before', () => {
    const { opensAt } = windowFor(freeze, { carriedUntil: null, begun: null })
    expect(opensAt.toString()).toBe('2026-11-14T05:30:00Z')
  })
})

describe('hours', () => {
  test('a cutoff before the hour is on the same day, a later one on the day before', () => {
    expect(cutoffInstant(schedule({}), day('2026-11-16')).toString()).toBe('2026-11-16T05:30:00Z')
    expect(cutoffInstant(schedule({ cutoff: '22:00' }), day('2026-11-16')).toString()).toBe(
      '2026-11-15T21:00:00Z',
    )
  })

  test('in the DST gap of spring the edition is sent once, after it; in the overlap of autumn once, at the first occurrence', () => {
    const early = schedule({ hour: '02:30', cutoff: '02:00' })
    expect(sendInstant(early, day('2026-03-29')).toString()).toBe('2026-03-29T01:30:00Z')
    expect(sendInstant(early, day('2026-10-25')).toString()).toBe('2026-10-25T00:30:00Z')
  })

  test.each(['Europe/Vienna', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'Pacific/Apia'])(
    'in %s every local date of a year has one instant, each after the previous one',
    (timeZone) => {
      let before = at('2025-12-30T00:00Z')
      for (let date = day('2026-01-01'); date.year === 2026; date = date.add({ days: 1 })) {
        const instant = sendInstant(schedule({ timeZone, hour: '02:15' }), date)
        expect(instant.toZonedDateTimeISO(timeZone).toPlainDate().toString()).toBe(date.toString())
        expect(Temporal.Instant.compare(instant, before)).toBe(1)
        before = instant
      }
    },
  )

  test('a reader’s own hour is the first such hour in their zone after the freeze', () => {
    const freeze = at('2026-11-16T05:30Z')
    expect(firstLocalHour(freeze, '08:00', 'Asia/Tokyo').toString()).toBe('2026-11-16T23:00:00Z')
    expect(firstLocalHour(freeze, '14:30', 'Asia/Tokyo').toString()).toBe('2026-11-16T05:30:00Z')
    expect(firstLocalHour(freeze, '08:00', 'America/Lima').toString()).toBe('2026-11-16T13:00:00Z')
  })
})
