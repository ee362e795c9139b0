import { seeded } from '../test/curate/cast.ts'
import { groupSame } from '../src/curate/same-story.ts'

/** Groups 10,000 items of three days by event: milliseconds, the best of three, and as a share of sorting a million numbers. */
const count = 10_000
const hours = 72
const next = seeded(1)
const vocabulary = Array.from({ length: 8_000 }, (_, at) => `w${at.toString(36)}q${at % 7}`)
const words = (many: number): string =>
  Array.from({ length: many }, () => vocabulary[Math.floor(next() ** 3 * vocabulary.length)]).join(' ')
const first = Temporal.Instant.from('2026-11-14T00:00Z')

const items = Array.from({ length: count }, (_, id) => ({
  id,
  sourceId: id % 40,
  sourceName: `Source ${id % 40}`,
  language: 'en',
  guid: `guid-${id}`,
  canonicalLink: `https://wire.example.org/${id}`,
  headline: words(8),
  summary: words(35),
  at: first.add({ seconds: Math.floor(next() * hours * 3_600) }),
  places: new Set<string>(),
  placeWords: [],
}))
const numbers = Float64Array.from({ length: 1_000_000 }, next)

function best(work: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return Math.min(...times)
}

const reference = best(() => numbers.slice().sort())
const grouping = best(() => groupSame(items))
console.log(
  `${count} items of three days: ${Math.round(grouping)} ms, ${(grouping / reference).toFixed(1)} times sorting a million numbers (${Math.round(reference)} ms)`,
)
