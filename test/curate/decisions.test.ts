import { expect, test } from 'vitest'
import { curate } from '../../src/curate/curate.ts'
import type { Decisions } from '../../src/curate/events/decisions.ts'
import type { Groupable } from '../../src/curate/events/groupable.ts'
import { groupSame } from '../../src/curate/events/same-story.ts'
import { input, seeded, shuffled, story, groupable } from './cast.ts'

const headline = 'Inspectors leave Karvenia after seals are broken'
const ids = (stories: Groupable[], given: Partial<Decisions>): number[][] =>
  groupSame(stories, { together: [], apart: [], ...given }).map((group) => group.map(({ id }) => id))

test('stories that a person joined are one, also in another language', () => {
  const [one, other, abroad] = [groupable(), groupable(), groupable({ language: 'fr' })]
  expect(ids([one, other, abroad], {})).toHaveLength(3)
  const together = [
    [abroad.id, one.id],
    [other.id, one.id],
  ] as [number, number][]
  expect(ids([one, other, abroad], { together })).toEqual([[one.id, other.id, abroad.id]])
})

test('stories that a person separated stay apart, whichever rule would join them', () => {
  const identical = [
    groupable({ headline, guid: 'g', sourceId: 7 }),
    groupable({ headline, guid: 'g', sourceId: 7 }),
  ]
  const titled = [groupable({ headline }), groupable({ headline })]
  for (const [a, b] of [identical, titled] as [Groupable, Groupable][]) {
    expect(ids([a, b], {})).toHaveLength(1)
    expect(ids([a, b], { apart: [[b.id, a.id]] })).toHaveLength(2)
  }
})

test('a third account does not join two stories that must stay apart', () => {
  const [a, b, c] = [groupable({ headline }), groupable({ headline }), groupable({ headline })]
  const found = ids([a, b, c], { apart: [[a.id, b.id]] })
  expect(found).toHaveLength(2)
  expect(found.find((group) => group.includes(a.id))).not.toContain(b.id)
})

test('if a pair is both joined and separated, it is separated; an unknown story is ignored', () => {
  const [a, b] = [groupable({ headline }), groupable({ headline })]
  expect(ids([a, b], { together: [[a.id, b.id]], apart: [[a.id, b.id]] })).toHaveLength(2)
  expect(ids([a, b], { together: [[a.id, 999_999]], apart: [[999_999, b.id]] })).toHaveLength(1)
})

test('decisions hold in whatever order the stories come', () => {
  const next = seeded(5)
  const stories = Array.from({ length: 12 }, (_, n) => groupable(n % 3 === 0 ? {} : { headline }))
  const id = (n: number): number => stories[n]?.id ?? 0
  const decisions: Decisions = {
    together: [
      [id(0), id(3)],
      [id(0), id(1)],
    ],
    apart: [
      [id(1), id(2)],
      [id(4), id(5)],
    ],
  }
  const expected = ids(stories, decisions)
  const group = (n: number): number[] => expected.find((one) => one.includes(id(n))) ?? []
  expect(group(0)).toEqual(expect.arrayContaining([id(1), id(3)]))
  expect(group(1)).not.toContain(id(2))
  expect(group(4)).not.toContain(id(5))
  for (let round = 0; round < 20; round++) expect(ids(shuffled(stories, next), decisions)).toEqual(expected)
})

test('an edition applies them', () => {
  const about = { summary: 'The reactor inspectors of the atomic agency left.' }
  const one = story({ headline, ...about, sourceId: 1 })
  const other = story({ headline, ...about, sourceId: 2, sourceName: 'Other Wire' })
  const count = (given: Partial<Decisions>): number =>
    curate(input({ stories: [one, other], decisions: { together: [], apart: [], ...given } })).news.length
  expect(count({})).toBe(1)
  expect(count({ apart: [[one.id, other.id]] })).toBe(2)
})
