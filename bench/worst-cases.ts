import { curate } from '../src/curate/curate.ts'
import { input, seeded, story } from '../test/curate/cast.ts'
import { subjects, textsOf } from '../test/worst-cases/subjects.ts'
import { worstTexts } from '../test/worst-cases/texts.ts'

/**
 * Measures the worst texts: two feeds of 2,000 items of each kind curated, as a share of sorting a million numbers; then, for each function
 * that reads text from outside, the time for all texts at twice the length divided by that at once. Linear work has a ratio near 2. `node
 * bench/worst-cases.ts sentences` measures only functions whose names contain that word.
 */
const items = 4_000
const length = 30_000
const kinds = ['dots', 'marks of questions', 'titles of people', 'names of countries', 'words of topics']
const [wanted = ''] = process.argv.slice(2)

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const next = seeded(1)
const numbers = Float64Array.from({ length: 1_000_000 }, next)
const reference = await timed(() => numbers.slice().sort())

for (const kind of wanted === '' ? kinds : []) {
  const text = worstTexts[kind]?.(2_000) ?? ''
  const stories = Array.from({ length: items }, (_, id) =>
    story({ id, sourceId: id % 2, headline: `${id} ${text}`.slice(0, 300), summary: `${text} ${id}` }),
  )
  const time = await timed(() => curate(input({ stories })))
  console.log(
    `${items} items of ${kind} curated: ${Math.round(time)} ms, ${(time / reference).toFixed(1)} times sorting a million numbers`,
  )
}
for (const subject of subjects.filter(({ name }) => name.includes(wanted))) {
  const all = textsOf(subject)
  const timeOf = (size: number) =>
    timed(async () => {
      for (const [, text] of all) await subject.run(text(size))
    })
  await timeOf(length / 10)
  const [once, twice] = [await timeOf(length), await timeOf(2 * length)]
  console.log(
    `${subject.name}: ${Math.round(once)} ms, at twice the length ${(twice / once).toFixed(1)} times`,
  )
}
