import { describe, expect, test } from 'vitest'
import {
  block,
  type Cut,
  type EarlierItem,
  type Item,
  type LastDelivery,
  type Sheet,
} from '../../src/core/entities/sheet.ts'
import type { Topic } from '../../src/core/entities/newsroom.ts'
import { cut, mostEarlier, prepareCut, webCut } from '../../src/curate/cut/cut.ts'
import { at, seeded } from './cast.ts'
import { english } from '../../src/core/said/sentence.ts'
import { inWords } from '../in-words.ts'

type Done = Extract<Cut, { ok: true }>

const color = { light: '#000000', dark: '#FFFFFF' }
const topicOf = (id: string): Topic => ({
  id,
  name: id.toUpperCase(),
  description: '',
  color,
  lexicon: { terms: {}, not: [], together: [] },
})
const ids = ['a', 'b', 'c', 'd']
const mailBudget = 95_000

function item(storyId: number, topics: string[], given: Partial<Item> = {}): Item {
  return {
    storyId,
    section: 'news',
    topics,
    countries: [],
    headline: `Story ${storyId}`,
    summary: '',
    why: null,
    byline: null,
    sourceName: 'Sample Wire',
    link: `https://wire.example.org/${storyId}`,
    publishedAt: null,
    firstSeenAt: at('2026-03-02T12:00:00Z'),
    picture: null,
    also: [],
    score: 100 - storyId,
    reasons: [],
    ...given,
  }
}

const analysis = (storyId: number, firstSeenAt: string): Item =>
  item(storyId, [], { section: 'analysis', firstSeenAt: at(firstSeenAt) })
const earlier = (storyId: number, topics: string[], day: string): EarlierItem => ({
  ...item(storyId, topics),
  editionDate: Temporal.PlainDate.from(day),
  editionFrozenAt: at(`${day}T05:00:00Z`),
})

function sheet(given: Partial<Sheet> = {}): Sheet {
  return {
    newsroom: {
      name: 'Sample Newswire',
      tagline: '',
      publisher: 'Sample House',
      address: '1 Sample Street',
      language: 'en',
      sender: { name: 'Sample', email: 'news@example.org' },
      replyTo: null,
      analysisTitle: 'Analysis',
      alerts: [],
      rules: [],
    },
    digest: {
      id: 1,
      key: 'daily',
      name: 'Daily',
      language: 'en',
      template: 'digest',
      timeZone: 'UTC',
      hour: '06:00',
    },
    editionId: 1,
    date: Temporal.PlainDate.from('2026-03-03'),
    number: 0,
    revision: 1,
    opensAt: at('2026-03-02T05:00:00Z'),
    frozenAt: at('2026-03-03T05:00:00Z'),
    topics: ids.map(topicOf),
    news: [],
    analyses: [],
    corrections: [],
    earlier: [],
    profile: null,
    note: null,
    recentSubjects: [],
    ownPages: [],
    publicUrl: 'https://news.example.org/',
    ...given,
  }
}

/** Sizes of every block a sheet can have; `story` gives normal ones. */
function sizesOf(of: Sheet, story = 2000, brief = 800): Map<string, number> {
  const sizes = new Map<string, number>()
  const fixed = [
    block.head,
    block.masthead,
    block.intro,
    block.note,
    block.inBriefHead,
    block.since,
    block.correctionsHead,
    block.analysisHead,
    block.profile,
    block.footer,
    block.tail,
  ]
  for (const key of fixed) sizes.set(key, 500)
  for (const { id } of of.topics) sizes.set(block.section(id), 200).set(block.more(id), 100)
  for (const { storyId, topics } of of.news) {
    sizes.set(block.line(storyId), 150)
    for (const topic of topics)
      sizes
        .set(block.story(storyId, 'lead', topic), 4000)
        .set(block.story(storyId, 'normal', topic), story)
        .set(block.story(storyId, 'brief', topic), brief)
  }
  for (const { storyId } of of.earlier) sizes.set(block.earlier(storyId), 900)
  for (const { storyId } of of.analyses)
    sizes.set(block.analysis(storyId, true), 1500).set(block.analysis(storyId, false), 1000)
  return sizes
}

const last = (day: string): LastDelivery => ({
  date: Temporal.PlainDate.from(day),
  frozenAt: at(`${day}T05:00:00Z`),
})

function done(
  of: Sheet,
  topics: string[] = [],
  before: LastDelivery | null = null,
  sizes = sizesOf(of),
): Done {
  const result = cut(of, { topics }, before, sizes)
  if (!result.ok) throw new Error(english(result))
  return result
}

describe('the order of an e-mail', () => {
  const full = sheet({
    news: [item(1, ['b', 'a']), item(2, ['c']), item(3, ['a', 'c']), item(4, ['b']), item(5, ['a'])],
    analyses: [analysis(90, '2026-03-02T12:00:00Z'), analysis(91, '2026-02-20T12:00:00Z')],
    profile: {
      country: 'X-KV',
      name: 'Karvenia',
      overview: '',
      link: 'https://example.org',
      linkText: null,
      flag: null,
      reviewed: '2026-02-01',
      markdown: '',
    },
  })

  test('is head, lead, sections in the order of the digest, analyses, profile, footer', () => {
    expect(done(full).blocks.join(' ')).toBe(
      'head masthead intro story:1:lead:b ' +
        'section:a story:3:normal:a story:5:normal:a section:b story:4:normal:b section:c story:2:normal:c ' +
        'analysis-head analysis:90:new analysis:91:seen profile footer tail',
    )
  })

  test('each story is shown under its best topic among those that the reader chose', () => {
    const chosen = done(full, ['c', 'a'])
    expect(chosen.blocks.join(' ')).toContain(
      'story:1:lead:a section:a story:3:normal:a story:5:normal:a section:c story:2:normal:c',
    )
    expect(chosen.topics).toEqual(['a', 'c'])
    expect(done(full, ['c']).blocks).toContain('story:3:normal:c')
  })

  test('an editor’s note comes before the lead', () => {
    const noted = done({ ...full, note: 'Tomorrow is a holiday.' }).blocks
    expect(noted.slice(0, 5).join(' ')).toBe('head masthead intro note story:1:lead:b')
  })
})

describe('"In brief"', () => {
  const briefOf = (of: Sheet, topics: string[] = []) =>
    done(of, topics).blocks.filter((key) => /^(in-brief-head|line)/.test(key))
  const of = (topics: string[], given: (id: number) => Partial<Item> = () => ({})) =>
    sheet({ news: topics.map((topic, at) => item(at + 1, [topic], given(at + 1))) })

  test('comes directly under the lead if there are eight stories or more', () => {
    const eight = done(of([...'aabacada'])).blocks.join(' ')
    expect(eight).toContain('story:1:lead:a in-brief-head line:')
    expect(briefOf(of([...'aabacad']))).toEqual([])
  })

  test('names the best of each topic that is not shown above it, by rank', () => {
    expect(briefOf(of([...'aabacbdaa']))).toEqual(['in-brief-head', 'line:3', 'line:5', 'line:7'])
  })

  test('names the best of the rest if there are fewer than three topics', () => {
    expect(briefOf(of([...'aaaabaaa']))).toEqual(['in-brief-head', 'line:2', 'line:3', 'line:5'])
  })

  test('leaves out stories without a link to a page', () => {
    const unlinked = of([...'abcdabcd'], (id) => (id === 2 ? { link: null } : {}))
    expect(briefOf(unlinked)).toEqual(['in-brief-head', 'line:3', 'line:4', 'line:6'])
  })

  test('counts the stories in the topics of one reader', () => {
    const day = of([...'aabbaabbaa'])
    expect(briefOf(day, ['a'])).toEqual([])
    expect(briefOf(day)).not.toEqual([])
  })
})

describe('readers who skip days', () => {
  const week = sheet({
    news: [item(1, ['a'])],
    earlier: [
      earlier(50, ['a'], '2026-03-01'),
      earlier(51, ['b'], '2026-03-02'),
      earlier(52, ['a'], '2026-02-27'),
      earlier(53, ['a', 'b'], '2026-03-03'),
    ],
    analyses: [analysis(90, '2026-03-01T12:00:00Z')],
  })

  test('get everything since their last delivery, in their topics, once', () => {
    const result = done(week, ['a'], last('2026-02-28'))
    expect(result.blocks.filter((key) => /^(since|earlier)/.test(key))).toEqual(['since', 'earlier:50'])
    expect(result.since?.toString()).toBe('2026-02-28')
    expect(result.news.map(({ storyId }) => storyId)).toEqual([1, 50])
    expect(done(week, [], last('2026-02-01')).blocks.filter((key) => key.startsWith('earlier'))).toEqual([
      'earlier:50',
      'earlier:51',
      'earlier:52',
    ])
    expect(done(week, ['a'], last('2026-03-01')).since).toBeNull()
  })

  test('a reader without a last delivery gets no earlier stories', () => {
    expect(done(week).blocks).not.toContain('since')
  })

  test('an analysis is new if it was first seen after the last delivery, or else after the window opened', () => {
    expect(done(week, [], last('2026-03-01')).analyses.map(({ isNew }) => isNew)).toEqual([true])
    expect(done(week, [], last('2026-03-02')).blocks).toContain('analysis:90:seen')
    expect(done(week).blocks).toContain('analysis:90:seen')
    const atTheEdge = { ...week, analyses: [analysis(90, '2026-03-02T05:00:00Z')] }
    expect(done(atTheEdge).blocks).toContain('analysis:90:seen')
    expect(done(atTheEdge, [], last('2026-03-02')).blocks).toContain('analysis:90:seen')
  })

  test('at most twenty, the best', () => {
    const many = sheet({
      earlier: Array.from({ length: 30 }, (_, index) => earlier(100 + index, ['a'], '2026-03-01')),
    })
    const keys = done(many, [], last('2026-02-20')).blocks.filter((key) => key.startsWith('earlier'))
    expect(keys).toEqual(Array.from({ length: mostEarlier }, (_, index) => `earlier:${100 + index}`))
    expect(done(many, [], last('2026-02-20')).lead.storyId).toBe(100)
  })
})

describe('nothing to send', () => {
  const quiet = sheet({ news: [item(1, ['a'])], analyses: [analysis(90, '2026-02-20T12:00:00Z')] })

  test('is reported with the topics and the day', () => {
    expect(inWords(cut(quiet, { topics: ['b', 'c'] }, last('2026-03-02'), sizesOf(quiet)))).toEqual({
      ok: false,
      reason: 'no news of B, C since 2026-03-02, and no new analysis',
    })
    expect(cut(quiet, { topics: ['gone'] }, null, sizesOf(quiet)).ok).toBe(false)
  })

  test('a new analysis is enough', () => {
    const result = done({ ...quiet, analyses: [analysis(91, '2026-03-02T12:00:00Z')] }, ['b'])
    expect(result.lead.storyId).toBe(91)
    expect(result.blocks.join(' ')).toBe('head masthead intro analysis-head analysis:91:seen footer tail')
  })
})

describe('size', () => {
  const big = sheet({
    news: Array.from({ length: 30 }, (_, index) => item(index + 1, [ids[index % 4] ?? 'a'])),
    earlier: Array.from({ length: 10 }, (_, index) => earlier(100 + index, ['a'], '2026-03-01')),
  })
  const since = last('2026-02-20')
  const total = (result: Done, sizes: Map<string, number>): number =>
    result.blocks.reduce((sum, key) => sum + (sizes.get(key) ?? Number.NaN), 0)
  const count = (result: Done, pattern: RegExp): number =>
    result.blocks.filter((key) => pattern.test(key)).length

  test('first the lowest-ranked stories become briefs', () => {
    const sizes = sizesOf(big, 3000, 600)
    const result = done(big, [], since, sizes)
    const briefs = result.blocks.flatMap((key) => /^story:(\d+):brief/.exec(key)?.[1] ?? []).map(Number)
    expect(Math.min(...briefs)).toBe(30 - briefs.length + 1)
    expect(count(result, /^earlier/)).toBe(10)
    expect(result.more).toEqual([])
    expect(total(result, sizes)).toBeLessThanOrEqual(mailBudget)
    expect(total(result, sizes) + 2400).toBeGreaterThan(mailBudget)
  })

  test('then earlier stories are dropped, then the lowest-ranked of today, with "more" under their topics', () => {
    const sizes = sizesOf(big, 4000, 2700)
    const some = done(big, [], since, sizes)
    expect(count(some, /:normal:/)).toBe(0)
    expect(count(some, /^earlier/)).toBeGreaterThan(0)
    expect(count(some, /^earlier/)).toBeLessThan(10)
    expect(count(some, /^more/)).toBe(0)

    const tight = sizesOf(big, 9000, 5000)
    const few = done(big, [], since, tight)
    expect(count(few, /^(earlier|since)/)).toBe(0)
    expect(few.since).toBeNull()
    const gone = few.more.flatMap(({ items }) => items.map(({ storyId }) => storyId))
    expect(few.news.map(({ storyId }) => storyId)).toEqual(
      Array.from({ length: 30 - gone.length }, (_, index) => index + 1),
    )
    expect(few.more.map(({ topic }) => topic)).toEqual(ids)
    expect(few.blocks.filter((key) => key.startsWith('more'))).toEqual(ids.map((id) => `more:${id}`))
    expect(few.blocks.filter((key) => key.startsWith('line')).length).toBe(3)
    expect(total(few, tight)).toBeLessThanOrEqual(mailBudget)
  })

  test('pinned stories are shortened or dropped last', () => {
    const pinned = {
      ...big,
      news: big.news.map((one) => (one.storyId === 30 ? { ...one, isPinned: true } : one)),
    }
    const sizes = sizesOf(pinned, 9000, 5000)
    const few = done(pinned, [], since, sizes)
    expect(few.news.map(({ storyId }) => storyId)).toContain(30)
    expect(count(few, /^story:30:normal/)).toBe(1)
    expect(few.more.flatMap(({ items }) => items.map(({ storyId }) => storyId))).toContain(29)
    expect(total(few, sizes)).toBeLessThanOrEqual(mailBudget)
  })

  test('the lead is kept, however large', () => {
    const sizes = sizesOf(big)
    for (const id of ids) sizes.set(block.story(1, 'lead', id), 200_000)
    const result = done(big, [], since, sizes)
    expect(result.news.map(({ storyId }) => storyId)).toEqual([1])
    expect(result.blocks.join(' ')).toContain('story:1:lead:a section:a more:a section:b more:b')
  })

  test('a block that was never rendered is an error that names it', () => {
    const sizes = sizesOf(big)
    sizes.delete('line:2')
    expect(() => done(big, [], null, sizes)).toThrow(/line:2/)
  })
})

test('the web version contains everything of the day, in full, and no tokens', () => {
  const of = sheet({
    news: Array.from({ length: 30 }, (_, index) => item(index + 1, [ids[index % 4] ?? 'a'])),
    earlier: [earlier(100, ['a'], '2026-03-01')],
    analyses: [analysis(90, '2026-02-20T12:00:00Z')],
  })
  const web = webCut(of)
  expect(web.ok && web.blocks.filter((key) => /^story:\d+:(lead|normal)/.test(key))).toHaveLength(30)
  expect(web.ok && web.blocks.filter((key) => /^(earlier|since|more|footer)/.test(key))).toEqual([])
  expect(web.ok && web.blocks.slice(-2)).toEqual(['web-footer', 'tail'])
})

test('for any sheet and choices: every story once, in order, within the budget', () => {
  const next = seeded(7)
  const some = (): string[] => ids.filter(() => next() < 0.5)
  for (let round = 0; round < 150; round++) {
    const of = sheet({
      news: Array.from({ length: Math.floor(next() * 40) }, (_, index) => item(index + 1, [...some(), 'd'])),
      earlier: Array.from({ length: Math.floor(next() * 40) }, (_, index) =>
        earlier(100 + index, some(), `2026-02-${10 + Math.floor(next() * 18)}`),
      ),
      analyses: [analysis(90, '2026-03-02T12:00:00Z')],
    })
    const sizes = sizesOf(of, 800 + Math.floor(next() * 6000), 700)
    const cutter = prepareCut(of, sizes)
    const choices = { topics: some() }
    const before = next() < 0.5 ? null : last(`2026-02-${10 + Math.floor(next() * 18)}`)
    const result = cutter(choices, before)
    expect(result).toEqual(cut(of, choices, before, sizes))
    if (!result.ok) throw new Error(english(result))
    expect(new Set(result.blocks).size).toBe(result.blocks.length)
    expect(result.blocks.every((key) => sizes.has(key))).toBe(true)
    expect(result.blocks.reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0)).toBeLessThanOrEqual(mailBudget)
    const chosen = choices.topics.length === 0 ? ids : choices.topics
    const wanted = of.news.filter(({ topics }) => topics.some((topic) => chosen.includes(topic)))
    const got = [
      ...result.news.filter(({ storyId }) => storyId < 90),
      ...result.more.flatMap(({ items }) => items),
    ]
    expect(got.map(({ storyId }) => storyId).sort((a, b) => a - b)).toEqual(
      wanted.map(({ storyId }) => storyId),
    )
    const blocks = result.blocks.flatMap((key) => /^(?:story|earlier):(\d+)/.exec(key)?.[1] ?? []).map(Number)
    expect([...blocks].sort((a, b) => a - b)).toEqual(
      result.news.map(({ storyId }) => storyId).sort((a, b) => a - b),
    )
  }
})
