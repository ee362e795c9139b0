import { describe, expect, test } from 'vitest'
import type { Groupable } from '../../src/curate/events/groupable.ts'
import { groupSame } from '../../src/curate/events/same-story.ts'
import { at, seeded, shuffled, groupable } from './cast.ts'

const noon = at('2026-03-02T12:00:00Z')
const of = (headline: string, given: Partial<Groupable> = {}): Groupable => groupable({ headline, ...given })
const reports = (...headlines: string[]): Groupable[] =>
  headlines.map((headline, n) => of(headline, { at: noon.add({ minutes: 20 * n }) }))

/** Other news of the day, each reported once. */
const others = (): Groupable[] =>
  reports(
    'Harbour strike enters third week',
    'Minister opens vaccine depot in hills',
    'Court frees banker of hidden accounts',
    'Storm cuts power along northern coast',
    'Army drops plan for longer draft',
    'Weather probe unfolds panels in orbit',
    'Ferry firm sells two old ships',
    'Farmers block bridge over milk prices',
    'Museum returns bronze to village',
    'Bank of Ostrel holds interest rate',
  )
const core = (): Groupable[] =>
  reports(
    'Roof of Orlow reactor hall collapses in storm',
    'Orlow reactor hall roof collapses during storm',
    'Storm brings down roof of Orlow reactor hall',
    'Orlow reactor: hall roof collapses, nobody hurt',
  )

/** The headlines grouped with the first story. */
function withFirst(stories: readonly Groupable[]): string[] {
  const [first] = stories
  const group = groupSame(stories).find((one) => one.some(({ id }) => id === first?.id)) ?? []
  return group.map(({ headline }) => headline)
}

describe('an event that many sources report only in headlines', () => {
  test('includes a headline that has little in common with any single report', () => {
    const short = of('Orlow reactor loses roof')
    expect(withFirst([...core(), short, ...others()])).toContain(short.headline)
  })

  test('excludes a headline that is just as similar to a single report', () => {
    const short = of('Orlow reactor loses roof')
    const [first] = core() as [Groupable]
    expect(withFirst([first, short, ...others()])).toEqual([first.headline])
  })

  test.each([
    ['of a later day', { headline: 'Orlow reactor loses roof', at: noon.add({ hours: 30 }) }],
    ['of another number', { headline: 'Orlow reactor loses 2 roofs' }],
    ['of another place', { headline: 'Velm reactor hall loses roof', placeWords: ['Velm'] }],
    ['of another country', { headline: 'Orlow reactor loses roof', places: new Set(['X-OR']) }],
    ['that is a comment on it', { headline: 'Greens condemn Orlow reactor roof' }],
    [
      'with a text of its own',
      {
        headline: 'Orlow reactor loses roof',
        summary:
          'Painters of the old school met in a barn and sold every picture before noon, said the host.',
      },
    ],
  ])('excludes a headline %s', (_, given) => {
    const placed = core().map((one) => ({
      ...one,
      headline: `${one.headline}, 1 day on`,
      places: new Set(['X-KV']),
      placeWords: ['Orlow'],
      summary:
        'summary' in given
          ? 'The roof of the reactor hall at Orlow came down in the storm on Monday, and nobody was hurt.'
          : '',
    }))
    const other = of(given.headline, given)
    const same = of('Hall roof of Orlow gone, 1 day on', {
      places: new Set(['X-KV']),
      placeWords: ['Orlow'],
    })
    const found = withFirst([...placed, other, ...('summary' in given ? [] : [same]), ...others()])
    expect(found).not.toContain(other.headline)
    expect(found.length).toBeGreaterThanOrEqual(placed.length)
  })

  test('excludes a report on another company, recognising its name where capitals mark names', () => {
    const carmo = reports(
      'Tile maker Carmo files for bankruptcy',
      'Carmo files for bankruptcy over debts',
      'Debts bring tile maker Carmo to bankruptcy',
      'Tile Maker Carmo Files For Bankruptcy Over Debts',
    )
    const zenta = reports(
      'Toy chain Zenta files for bankruptcy',
      'Zenta files for bankruptcy over debts',
      'Debts bring toy chain Zenta to bankruptcy',
      'Toy Chain Zenta Files For Bankruptcy Over Debts',
    )
    const found = withFirst([...carmo, ...zenta, ...others()])
    expect(found.toSorted()).toEqual(carmo.map(({ headline }) => headline).toSorted())
  })

  test('identical template headlines are not one event', () => {
    const same = Array.from({ length: 6 }, () => of('Weekly bulletin No 8'))
    const series = Array.from({ length: 6 }, (_, n) => of(`Weekly bulletin No ${n + 1}`))
    const column = Array.from({ length: 6 }, () => of('Day in pictures'))
    for (const stories of [same, series, column])
      expect(groupSame([...stories, ...others()])).toHaveLength(stories.length + others().length)
  })
})

test('groups of headlines do not depend on the order, and contain each story once', () => {
  const next = seeded(17)
  const words = Array.from({ length: 40 }, (_, n) => `word${n.toString(36)}`)
  const pick = (from: number, many: number): string =>
    Array.from({ length: many }, () => words[from + Math.floor(next() * 12)] ?? '').join(' ')
  for (let trial = 0; trial < 5; trial++) {
    const stories = Array.from({ length: 80 }, (_, n) =>
      of(`${pick((n % 4) * 8, 4)} ${pick(0, 2)}`, {
        at: noon.add({ minutes: Math.floor(next() * 2_000) }),
        sourceId: Math.floor(next() * 9),
        places: new Set(next() < 0.2 ? ['X-KV'] : []),
      }),
    )
    const plain = (given: readonly Groupable[]): number[][] =>
      groupSame(given).map((group) => group.map(({ id }) => id))
    const expected = plain(stories)
    expect(expected.some((group) => group.length > 5)).toBe(true)
    expect(expected.flat().sort((a, b) => a - b)).toEqual(stories.map(({ id }) => id))
    for (let round = 0; round < 6; round++) expect(plain(shuffled(stories, next))).toEqual(expected)
  }
})
