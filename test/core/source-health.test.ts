import { describe, expect, test } from 'vitest'
import {
  healthOf,
  type PastReading,
  type SourceState,
} from '../../src/core/entities/sources/source-health.ts'
import { english } from '../../src/core/said/sentence.ts'

const now = Temporal.Instant.from('2026-11-20T12:00Z')
const hoursAgo = (hours: number): Temporal.Instant => now.subtract({ hours })

const source = (given: Partial<SourceState> = {}): SourceState => ({
  status: 'active',
  checkedAt: now,
  succeededAt: now,
  failures: 0,
  lastError: null,
  newestItemAt: hoursAgo(5),
  ...given,
})

const reading = (hours: number, given: Partial<PastReading> = {}): PastReading => ({
  at: hoursAgo(hours),
  outcome: 'read',
  problem: null,
  reason: null,
  items: 20,
  fresh: 0,
  churned: 0,
  doubles: 0,
  sharing: 0,
  aheadItemAt: null,
  putOff: 0,
  ...given,
})

const ailments = (state: SourceState, readings: PastReading[]): string[] =>
  healthOf(state, readings, now).map(({ ailment, sick }) => (sick ? ailment.toUpperCase() : ailment))

/** New items every six hours until `until` hours ago. */
const steadyUntil = (until: number): PastReading[] =>
  Array.from({ length: 8 }, (_, index) => reading(until + 6 * (7 - index), { fresh: 2 }))

describe('the health of a source', () => {
  test('a source that is read and brings news is healthy; one that is switched off has no problems', () => {
    expect(ailments(source(), steadyUntil(3))).toEqual([])
    expect(ailments(source({ status: 'off', checkedAt: null }), [])).toEqual([])
    expect(ailments(source({ checkedAt: null, succeededAt: null, newestItemAt: null }), [])).toEqual([
      'never-read',
    ])
  })

  test('a source is silent by its own frequency, and not before a day', () => {
    expect(ailments(source(), steadyUntil(23))).toEqual([])
    expect(ailments(source(), steadyUntil(25))).toEqual(['SILENT'])
    const weekly = Array.from({ length: 5 }, (_, index) => reading(100 + 168 * (4 - index), { fresh: 1 }))
    expect(ailments(source(), weekly)).toEqual([])
    expect(english(healthOf(source(), steadyUntil(72), now)[0]?.says ?? '')).toBe(
      'has brought nothing new for 3 days, where 6 hours are usual; find out whether it has moved, or remove it',
    )
  })

  test('a stale source has only old items', () => {
    expect(ailments(source({ newestItemAt: hoursAgo(24 * 31) }), [reading(1)])).toEqual(['STALE'])
    expect(ailments(source({ newestItemAt: hoursAgo(24 * 29) }), [reading(1)])).toEqual([])
  })

  test('a failing source is named by its error', () => {
    const failed = source({
      failures: 3,
      lastError: 'https://a.example answered 500',
      succeededAt: hoursAgo(48),
    })
    expect(ailments(failed, [reading(1, { outcome: 'failed', problem: 'server-fault' })])).toEqual([
      'FAILING',
    ])
    expect(ailments(failed, [reading(1, { outcome: 'failed', problem: 'html' })])).toEqual(['HTML'])
    expect(ailments(failed, [reading(1, { outcome: 'failed', problem: 'bot-wall' })])).toEqual(['BOT-WALL'])
    expect(english(healthOf(failed, [], now)[0]?.says ?? '')).toBe(
      'has failed 3 times since 2026-11-18: https://a.example answered 500',
    )
    // A single failure may be a network problem.
    expect(ailments({ ...failed, failures: 1 }, [])).toEqual(['failing'])
    expect(ailments(source({ status: 'retired', failures: 1 }), [])).toEqual(['RETIRED'])
  })

  test('a shrunken source has fewer than half of its usual items', () => {
    const usual = Array.from({ length: 6 }, (_, index) => reading(10 - index, { fresh: 1 }))
    expect(ailments(source(), [...usual, reading(0, { items: 9 })])).toEqual(['SHRINKING'])
    expect(ailments(source(), [...usual, reading(0, { items: 10 })])).toEqual([])
  })

  test('new ids, future dates and moves are noted', () => {
    const churned = [reading(2, { churned: 9 }), reading(1, { churned: 4 })]
    expect(ailments(source(), churned)).toEqual(['churning'])
    const over = [3, 2, 1].map((hours) => reading(hours, { putOff: 4 }))
    expect(ailments(source(), over.slice(0, 1))).toEqual(['over-budget'])
    expect(ailments(source(), over)).toEqual(['OVER-BUDGET'])
    const missing = { count: 2, fault: 'it is too small to show' }
    expect(healthOf(source(), [reading(1)], now, missing)).toMatchObject([
      { ailment: 'pictures', sick: false },
    ])
    expect(ailments(source({ newestItemAt: now.add({ hours: 5 }) }), [reading(1)])).toEqual(['future-dates'])
    const ahead = reading(1, { aheadItemAt: now.add({ hours: 24 * 200 }) })
    expect(ailments(source(), [ahead])).toEqual(['future-dates'])
    expect(ailments(source({ newestItemAt: hoursAgo(24 * 60) }), [ahead])).toEqual(['STALE', 'future-dates'])
    expect(ailments(source(), [ahead, reading(0)])).toEqual([])
    expect(ailments(source(), [ahead, reading(0, { outcome: 'unchanged' })])).toEqual(['future-dates'])
    expect(ailments(source(), [reading(1, { reason: 'moved to https://b.example/' })])).toEqual(['moved'])
  })

  test('ids that several items share, and items listed twice, are noted', () => {
    const state = source()
    expect(ailments(state, [reading(1, { sharing: 3, doubles: 2 })])).toEqual(['shared-ids', 'doubles'])
    expect(ailments(state, [reading(2, { sharing: 3 }), reading(1)])).toEqual([])
    expect(english(healthOf(state, [reading(1, { sharing: 3 })], now)[0]?.says ?? '')).toBe(
      'has 3 items that share an id or link; they are distinguished by link, or else by headline',
    )
  })
})
