/**
 * Which stories are about one event: of the joined pairs, how many are one event (P), and of those that are, how many were joined (R);
 * and how many of the rest are listed as perhaps the same. Against `labels/pairs.jsonl`, and, if available, against real
 * headlines without texts, all and in halves by story: the thresholds were chosen so that no half is far worse.
 *
 *   node test/corpora/pairs.ts [HEADLINES] [--misses]
 */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Topic } from '../../src/core/entities/newsroom.ts'
import { readTriedItems, tryCurating, tryPairs } from '../../src/services/editions/composing/try-curating.ts'
import { seeded, shuffled } from '../curate/cast.ts'

interface Label {
  id: string
  title: string
  event: string
}
interface Figures {
  stories: number
  pairs: number
  precision: number
  recall: number
}

const { values, positionals } = parseArgs({
  options: { misses: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const bars = { precision: 0.93, recall: 0.5 }
/** Means of the halves by story. */
const headlineBars = { precision: 0.95, recall: 0.5 }
const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8')
const topics = JSON.parse(read('../../subscribers/topics.json')) as Topic[]
const linesOf = (text: string): Record<string, string>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>)
const pairsAmong = (all: readonly unknown[]): number =>
  [...Map.groupBy(all, (one) => one).values()].reduce(
    (sum, { length }) => sum + (length * (length - 1)) / 2,
    0,
  )

function figuresOf(clusters: readonly (readonly [string, string])[]): Figures {
  const hits = pairsAmong(clusters.map((both) => both.join('\n')))
  const pairs = pairsAmong(clusters.map(([, event]) => event))
  return {
    stories: clusters.length,
    pairs,
    precision: hits / Math.max(1, pairsAmong(clusters.map(([cluster]) => cluster))),
    recall: hits / Math.max(1, pairs),
  }
}
const written = ({ stories, pairs, precision, recall }: Figures): string =>
  `${stories} stories, ${pairs} pairs; P ${precision.toFixed(3)}, R ${recall.toFixed(3)}`

function showMisses(clusters: ReadonlyMap<string, string>, labels: readonly Label[]): void {
  for (const [index, a] of labels.entries())
    for (const b of labels.slice(index + 1)) {
      const [told, is] = [clusters.get(a.id) === clusters.get(b.id), a.event === b.event]
      if (told !== is) console.log(`${told ? 'alarm' : 'miss'}: ${a.title} | ${b.title}`)
    }
}

/** Of the pairs of one event that were not joined, how many the listed pairs would join. */
function caught(clusters: ReadonlyMap<string, string>, labels: readonly Label[], text: string): string {
  const pairs = tryPairs(readTriedItems(text))
  const keyOf = (a: string, b: string): string =>
    [clusters.get(a) ?? '', clusters.get(b) ?? ''].sort((x, y) => (x < y ? -1 : 1)).join('\n')
  const listed = new Set(pairs.map(({ a, b }) => keyOf(a, b)))
  const event = new Map(labels.map((label) => [label.id, label.event]))
  let [missed, found] = [0, 0]
  for (const of of Map.groupBy(labels, (label) => label.event).values())
    for (const [index, a] of of.entries())
      for (const b of of.slice(index + 1)) {
        if (clusters.get(a.id) === clusters.get(b.id)) continue
        missed += 1
        if (listed.has(keyOf(a.id, b.id))) found += 1
      }
  const right = pairs.filter(({ a, b }) => event.get(a) === event.get(b)).length
  return `perhaps the same: ${pairs.length} pairs listed, ${right} of them one event; ${(found / missed).toFixed(3)} of the pairs that were missed`
}

function measured(name: string, text: string, field: string): { labels: Label[]; figures: Figures } {
  const labels = linesOf(text).map((line) => ({
    id: String(line['id']),
    title: line['title'] ?? '',
    event: line[field] ?? '',
  }))
  const clusters = new Map(tryCurating(readTriedItems(text), topics).map(({ id, cluster }) => [id, cluster]))
  const figures = figuresOf(labels.map(({ id, event }) => [clusters.get(id) ?? '', event]))
  console.log(`${name}: ${written(figures)}`)
  console.log(`  ${caught(clusters, labels, text)}`)
  if (values.misses) showMisses(clusters, labels)
  return { labels, figures }
}

/** Two halves of the stories, four times, each separately: the news of another day has other stories, and fewer. */
function inHalves(text: string, labels: readonly Label[]): void {
  const items = readTriedItems(text)
  const eventOf = new Map(labels.map(({ id, event }) => [id, event]))
  const events = [...new Set(eventOf.values())].sort()
  const next = seeded(24)
  const halves = Array.from({ length: 4 }, () => shuffled(events, next)).flatMap((all) => [
    new Set(all.slice(0, all.length / 2)),
    new Set(all.slice(all.length / 2)),
  ])
  const figures = halves.map((half) => {
    const tried = tryCurating(
      items.filter(({ id }) => half.has(eventOf.get(id) ?? '')),
      topics,
    )
    return figuresOf(tried.map(({ id, cluster }) => [cluster, eventOf.get(id) ?? '']))
  })
  const mean = (name: 'precision' | 'recall'): number =>
    figures.reduce((sum, one) => sum + one[name], 0) / figures.length
  const of = (name: 'precision' | 'recall'): string => {
    const all = figures.map((one) => one[name])
    return `${mean(name).toFixed(3)} (${Math.min(...all).toFixed(3)} to ${Math.max(...all).toFixed(3)})`
  }
  console.log(`  in ${halves.length} halves by story: P ${of('precision')}, R ${of('recall')}`)
  failBelow({ precision: mean('precision'), recall: mean('recall') }, headlineBars)
}

function failBelow(reached: Pick<Figures, 'precision' | 'recall'>, bar: typeof bars): void {
  if (reached.precision >= bar.precision && reached.recall >= bar.recall) return
  console.error(`below the bar: P ${bar.precision}, R ${bar.recall}`)
  process.exitCode = 1
}

const { figures } = measured('same story', read('labels/pairs.jsonl'), 'event')
failBelow(figures, bars)
const headlines = resolve(positionals[0] ?? '../shared/corpora/headlines/headlines.jsonl')
if (existsSync(headlines)) {
  const text = readFileSync(headlines, 'utf8')
  inHalves(text, measured('headlines alone', text, 'story').labels)
} else console.log(`${headlines} is not here: headlines alone are not measured`)
