/**
 * Reads a folder of saved article pages (`html/<id>.html.gz`) beside a `ground-truth.json` with the `articleBody` and `url`
 * of each, and prints how well the bodies agree: precision and recall of their runs of four words, with equal weight for
 * each page, and the F1 of the two. Exits with 1 if that is below the floor.
 *
 *   node test/corpora/pages.ts [DIR] [--worst]     (../shared/corpora/pages by default)
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { english } from '../../src/core/said/sentence.ts'
import { readPage } from '../../src/sources/pages/page.ts'

/** Slightly below what is reached; raise it when extraction improves. */
const floor = 0.97

interface Score {
  id: string
  url: string
  precision: number
  recall: number
  f1: number
  dated: boolean
}

/** How often each run of four words occurs; for a shorter text, the whole. */
function runsOf(text: string): Map<string, number> {
  const words = text.match(/[\p{L}\p{N}_]+/gu) ?? []
  const runs = new Map<string, number>()
  for (let at = 0; at < Math.max(1, words.length - 3); at++) {
    const run = words.slice(at, at + 4).join(' ')
    if (run !== '') runs.set(run, (runs.get(run) ?? 0) + 1)
  }
  return runs
}

function compare(found: string, expected: string): Pick<Score, 'precision' | 'recall' | 'f1'> {
  const [ours, theirs] = [runsOf(found), runsOf(expected)]
  const size = (runs: Map<string, number>): number =>
    [...runs.values()].reduce((sum, count) => sum + count, 0)
  const both = [...ours].reduce((sum, [run, count]) => sum + Math.min(count, theirs.get(run) ?? 0), 0)
  const of = (whole: number): number =>
    whole === 0 ? Number(both === 0 && size(ours) === size(theirs)) : both / whole
  const [precision, recall] = [of(size(ours)), of(size(theirs))]
  return { precision, recall, f1: harmonic(precision, recall) }
}

const harmonic = (a: number, b: number): number => (a + b === 0 ? 0 : (2 * a * b) / (a + b))

const mean = (scores: Score[], pick: (score: Score) => number): number =>
  scores.reduce((sum, score) => sum + pick(score), 0) / Math.max(scores.length, 1)

function scoreAll(root: string): Score[] {
  const truth = JSON.parse(readFileSync(join(root, 'ground-truth.json'), 'utf8')) as Record<
    string,
    { articleBody: string; url: string }
  >
  return Object.entries(truth).map(([id, { articleBody, url }]) => {
    const bytes = gunzipSync(readFileSync(join(root, 'html', `${id}.html.gz`)))
    const reading = readPage(bytes, { contentType: '', url, timeZone: null, options: {} })
    if (!reading.ok) console.log(`${id}: not read: ${english(reading.reason)}`)
    const text = reading.ok ? reading.page.text : ''
    return { id, url, ...compare(text, articleBody), dated: reading.ok && reading.page.date !== null }
  })
}

const shown = (score: number): string => score.toFixed(4)

function report(scores: Score[], worst: boolean): void {
  const [precision, recall] = [mean(scores, (each) => each.precision), mean(scores, (each) => each.recall)]
  const f1 = harmonic(precision, recall)
  const last = [...scores].sort((a, b) => a.f1 - b.f1).slice(0, 10)
  if (worst)
    for (const each of last)
      console.log(
        `${shown(each.f1)} precision ${shown(each.precision)} recall ${shown(each.recall)} ${each.id.slice(0, 8)} ${each.url}`,
      )
  const dated = mean(scores, (each) => Number(each.dated))
  console.log(
    `${scores.length} pages: F1 ${shown(f1)} (mean of the pages' own ${shown(mean(scores, (each) => each.f1))}), precision ${shown(precision)}, recall ${shown(recall)}; ${(100 * dated).toFixed(1)} % with a date`,
  )
  if (f1 >= floor) return
  console.log(`F1 is below ${floor}: a change made reading worse`)
  process.exitCode = 1
}

const args = process.argv.slice(2)
const root =
  args.find((each) => !each.startsWith('--')) ?? join(import.meta.dirname, '../../../shared/corpora/pages')
if (existsSync(join(root, 'ground-truth.json'))) report(scoreAll(root), args.includes('--worst'))
else
  console.log(
    `There is no folder ${root} with a ground-truth.json: nothing compared. Give the folder as the argument.`,
  )
