/**
 * Which stories tell of one event, against `labels/pairs.jsonl`: of the pairs put together, how many are one event, and of
 * those that are, how many were put together.
 *
 *   node test/corpora/pairs.ts [--misses]
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Topic } from '../../src/core/entities/newsroom.ts'
import { readTriedItems, tryCurating } from '../../src/services/editions/composing/try-curating.ts'

const bars = { precision: 0.93, recall: 0.5 }
const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8')
const text = read('labels/pairs.jsonl')
const labels = new Map(
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; event: string; title: string })
    .map((label) => [label.id, label]),
)
const tried = tryCurating(readTriedItems(text), JSON.parse(read('../../subscribers/topics.json')) as Topic[])

const count = { hit: 0, alarm: 0, miss: 0 }
for (const [index, a] of tried.entries())
  for (const b of tried.slice(index + 1)) {
    const [told, is] = [a.cluster === b.cluster, labels.get(a.id)?.event === labels.get(b.id)?.event]
    if (!told && !is) continue
    const kind = told && is ? 'hit' : told ? 'alarm' : 'miss'
    count[kind] += 1
    if (kind !== 'hit' && process.argv.includes('--misses'))
      console.log(`${kind}: ${labels.get(a.id)?.title} | ${labels.get(b.id)?.title}`)
  }

const precision = count.hit / Math.max(1, count.hit + count.alarm)
const recall = count.hit / Math.max(1, count.hit + count.miss)
console.log(
  `same story: ${tried.length} stories, ${count.hit + count.miss} pairs; P ${precision.toFixed(3)} (bar ${bars.precision}), R ${recall.toFixed(3)} (bar ${bars.recall})`,
)
if (precision < bars.precision || recall < bars.recall) {
  console.error('below the bar')
  process.exitCode = 1
}
