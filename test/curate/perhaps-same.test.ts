import { expect, test } from 'vitest'
import { perhapsSame } from '../../src/curate/events/perhaps-same.ts'
import { groupSame } from '../../src/curate/events/same-story.ts'
import type { Groupable } from '../../src/curate/events/groupable.ts'
import { at, seeded, shuffled, groupable } from './cast.ts'

const undecided = { together: [], apart: [] }
const background = Array.from({ length: 20 }, () => groupable())
const opens = groupable({
  headline: 'Germ pact group opens in Velm',
  summary: 'Delegates of some forty states met on Monday over a board of scientists for the pact.',
})
const weighs = groupable({
  headline: 'States weigh science board for germ ban',
  summary: 'Parties to the treaty began a week of talks in Velm on a proposed board of advisers.',
})
const pairsOf = (stories: readonly Groupable[], decisions: Parameters<typeof perhapsSame>[1] = undecided) =>
  perhapsSame(stories, decisions).map(({ a, b }) => [a.id, b.id])

test('similar stories below the threshold are left to a person', () => {
  const stories = [...background, opens, weighs]
  expect(groupSame(stories)).toHaveLength(stories.length)
  expect(pairsOf(stories)).toEqual([[opens.id, weighs.id]])
})

test('two wordings of one event are similar', () => {
  const quake = groupable({
    headline: 'Quake shakes northern valleys',
    summary: 'Roofs fell in three hamlets, the institute said.',
    sourceId: 1,
  })
  const tremor = groupable({
    headline: 'Earthquake rattles upland villages',
    summary: 'Nobody was hurt when walls cracked before dawn.',
    sourceId: 2,
  })
  expect(pairsOf([...background, quake, tremor])).toEqual([[quake.id, tremor.id]])
})

test('decided pairs are not asked again', () => {
  const stories = [...background, opens, weighs]
  const pair = [weighs.id, opens.id] as const
  expect(pairsOf(stories, { together: [pair], apart: [] })).toEqual([])
  expect(pairsOf(stories, { together: [], apart: [pair] })).toEqual([])
})

test('two groups make one pair, of their most similar stories', () => {
  const twin = groupable({ headline: opens.headline, summary: opens.summary })
  const found = pairsOf([...background, opens, twin, weighs])
  expect(found).toHaveLength(1)
  expect(found[0]).toContain(weighs.id)
})

test.each([
  ['of other countries', { places: new Set(['X-OR']) }, { places: new Set(['X-KV']) }],
  ['four days apart', { at: at('2026-03-06T13:00:00Z') }, {}],
  [
    'pieces of a series',
    { headline: `${weighs.headline}, part 2` },
    { headline: `${opens.headline}, part 1` },
  ],
])('stories %s are not a pair', (_, later, earlier) => {
  expect(pairsOf([...background, { ...opens, ...earlier }, { ...weighs, ...later }])).toEqual([])
})

test('pairs do not depend on the order of stories', () => {
  const next = seeded(3)
  const words = 'valve seal reactor envoy talks plot bomb depot treaty lab sample court army harbour'.split(
    ' ',
  )
  const pick = (): string => words[Math.floor(next() * words.length)] ?? ''
  const stories = Array.from({ length: 50 }, () =>
    groupable({
      headline: `${pick()} ${pick()} ${pick()}`,
      summary: Array.from({ length: 9 }, pick).join(' '),
    }),
  )
  const expected = pairsOf(stories)
  expect(expected.length).toBeGreaterThan(2)
  for (let round = 0; round < 8; round++) expect(pairsOf(shuffled(stories, next))).toEqual(expected)
})
