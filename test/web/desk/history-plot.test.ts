import { expect, test } from 'vitest'
import { historyPlot } from '../../../src/web/desk/sources/history-plot.ts'

test.each([
  [[0, 0, 0], 0],
  [[0, 3, 1], 2],
])('of %j new stories a day, %i days have a bar', async (counts, expected) => {
  const first = Temporal.PlainDate.from('2026-11-01')
  const days = counts.map((fresh, at) => ({ date: first.add({ days: at }), fresh, failed: 1 }))
  const svg = await historyPlot('New stories', days)
  const bars = svg.slice(svg.indexOf('"bars"'), svg.indexOf('"failures"'))
  const heights = [...bars.matchAll(/ height="([\d.]+)"/g)].map(([, height]) => Number(height))
  expect(heights).toHaveLength(counts.length)
  expect(heights.filter((height) => height > 0)).toHaveLength(expected)
})
