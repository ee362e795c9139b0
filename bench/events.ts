import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Topic } from '../src/core/entities/newsroom.ts'
import { tryCurating } from '../src/services/editions/composing/try-curating.ts'
import { seeded } from '../test/curate/cast.ts'

/**
 * Tags 10,000 items of three days and groups those of one event: milliseconds of CPU time, so that other work on the machine has less
 * influence, and as a multiple of sorting a million numbers just before; medians of several pairs. Their words are those of the labelled
 * stories, a third of them rarer ones.
 */
const count = 10_000
const hours = 72
const root = join(import.meta.dirname, '..')
const topics = JSON.parse(readFileSync(join(root, 'subscribers/topics.json'), 'utf8')) as Topic[]
const next = seeded(1)
const of = <Value>(all: readonly Value[], skew = 1): Value =>
  all[Math.floor(next() ** skew * all.length)] as Value
const common = readFileSync(join(root, 'test/corpora/labels/items.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { title: string; lead: string })
  .flatMap(({ title, lead }) => `${title} ${lead}`.split(' '))
const rare = Array.from({ length: 30_000 }, (_, at) => `${at % 3 ? 'w' : 'W'}${at.toString(36)}q${at % 7}`)
const words = (many: number): string =>
  Array.from({ length: many }, () => (next() < 1 / 3 ? of(rare, 3) : of(common))).join(' ')
const first = Temporal.Instant.from('2026-11-14T00:00Z')

const items = Array.from({ length: count }, (_, id) => ({
  id: String(id),
  title: words(9),
  lead: words(35),
  date: first.add({ seconds: Math.floor(next() * hours * 3_600) }),
  source: `Source ${id % 40}`,
}))
const numbers = Float64Array.from({ length: 1_000_000 }, next)

const pairs = 7

/** Milliseconds of CPU time, including threads of the garbage collector. */
function cost(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
}

const sort = (): unknown => numbers.slice().sort()
cost(sort)
cost(() => tryCurating(items, topics))
const measured = Array.from({ length: pairs }, () => ({
  reference: cost(sort),
  curating: cost(() => tryCurating(items, topics)),
}))
const [curating, reference] = [
  median(measured.map((one) => one.curating)),
  median(measured.map((one) => one.reference)),
]
const times = median(measured.map((one) => one.curating / one.reference))
console.log(
  `${count} items of three days curated: ${Math.round(curating)} ms of the processor, ${times.toFixed(1)} times sorting a million numbers (${Math.round(reference)} ms; bar: 8 times)`,
)
