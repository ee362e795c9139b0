import { describe, expect, test } from 'vitest'
import type { Story } from '../../src/core/entities/story.ts'
import { curate, type Curated, type CurateInput } from '../../src/curate/curate.ts'
import { at, input, seeded, shuffled, story } from './cast.ts'
import { english } from '../../src/core/said/sentence.ts'
import { inWords } from '../in-words.ts'

const gateOf = (result: Curated, { id }: Story): string | undefined =>
  result.leftOut.find(({ storyId }) => storyId === id)?.gate
const newsIds = (result: Curated): number[] => result.news.map((item) => item.story.id)
const nuclear = (words: string, given: Partial<Story> = {}): Story =>
  story({ headline: `Nuclear test site: ${words}`, summary: `Officials described ${words}.`, ...given })

describe('gates', () => {
  test('a story is rejected with its reason in words', () => {
    const french = nuclear('essai souterrain', { language: 'fr' })
    const old = nuclear('old tunnels', { publishedAt: at('2026-02-27T12:00:00Z') })
    const held = nuclear('quarrel over maps')
    const sport = story({ headline: 'Striker scores twice', summary: 'The goalkeeper wept.' })
    const weak = story({ headline: 'Taliban elder speaks', summary: '', id: 9001 })
    const other = story({ headline: 'Ransomware attack on port', summary: '' })
    const result = curate(
      input({
        digest: { topics: ['nuclear', 'terrorism'], language: 'en-GB' },
        stories: [french, old, held, sport, weak, other],
        held: new Map([[held.id, 'maria']]),
      }),
    )
    const reasons = new Map(
      result.leftOut.map(({ storyId, gate, reason }) => [storyId, `${gate}: ${english(reason)}`]),
    )
    expect(reasons.get(french.id)).toBe('language: in fr; this digest is in en-GB')
    expect(reasons.get(old.id)).toBe(
      'too-old: published 2026-02-27, more than 48 hours before it was first seen',
    )
    expect(reasons.get(held.id)).toBe('held: held by maria')
    expect(reasons.get(sport.id)).toBe('off-topic: no words of any topic')
    expect(reasons.get(other.id)).toBe(
      'off-topic: about Cyber (“Ransomware attack”), which is not a topic of this digest',
    )
    expect(newsIds(result)).toEqual([weak.id])
  })

  test.each([
    ['Week in review: nuclear inspectors leave Velmar', 'Week in review'],
    ['The Weekly Round-up: nuclear plants and bombs', 'The Weekly Round-up'],
  ])('a round-up of other news is left out: %s', (headline, phrase) => {
    const roundUp = story({ headline })
    const event = story({ headline: 'Nuclear week in review board: inspectors leave Velmar' })
    const pinned = story({ headline: `${headline}, part two` })
    const analysis = story({ headline, section: 'analysis', guid: 'analysis' })
    const stories = [roundUp, event, pinned, analysis]
    const result = curate(input({ stories, pinned: new Set([pinned.id]) }))
    expect(inWords(result.leftOut)).toMatchObject([
      { gate: 'off-topic', reason: `a round-up of other news, by its headline: “${phrase}”` },
    ])
    expect(new Set(newsIds(result))).toEqual(new Set([event.id, pinned.id]))
    expect(result.analyses).toHaveLength(1)
  })

  test('a missing, future or uncertain date does not lose a story', () => {
    const stories = [
      nuclear('cracks in tunnel', { publishedAt: null, dateFrom: 'first-seen' }),
      nuclear('gates rebuilt', { publishedAt: at('2031-01-01T00:00:00Z') }),
      nuclear('power line cut', { publishedAt: at('2020-01-01T00:00:00Z'), dateFrom: 'first-seen' }),
      nuclear('a flood', { publishedAt: at('2026-02-28T13:00:00Z') }),
    ]
    expect(curate(input({ stories })).news).toHaveLength(4)
  })

  test('an undated story that existed before its source was first read is old, unless pinned or an analysis', () => {
    const undated = { publishedAt: null, dateFrom: 'backlog' } as const
    const old = nuclear('cracks in tunnel', undated)
    const pinned = nuclear('gates rebuilt', undated)
    const analysis = nuclear('a flood', { ...undated, section: 'analysis' })
    const result = curate(input({ stories: [old, pinned, analysis], pinned: new Set([pinned.id]) }))
    expect(inWords(result.leftOut)).toMatchObject([
      {
        gate: 'too-old',
        reason: 'has no usable date, and was there among older items when its source was first read',
      },
    ])
    expect(newsIds(result)).toEqual([pinned.id])
    expect(result.analyses.map(({ story: { id } }) => id)).toEqual([analysis.id])
  })

  test('the same story is carried once, led by the best account, with the others named', () => {
    const link = 'https://wire.example.org/a'
    const headline = 'Nuclear inspectors leave Velmar after seals are broken'
    const thin = story({ link, headline, guid: 'a' })
    const full = story({
      headline,
      summary:
        'The nuclear inspectors left Velmar on Monday after two seals were found broken, the agency said.',
      sourceId: 2,
      sourceName: 'Harbour Post',
    })
    const weighty = story({ headline, sourceId: 3, sourceName: 'Gazette', sourceWeight: 1.5, link: null })
    const result = curate(input({ stories: [thin, full, weighty] }))
    expect(newsIds(result)).toEqual([weighty.id])
    expect(result.news[0]?.also).toEqual([
      { name: 'Harbour Post', link: full.link },
      { name: 'Sample Wire', link },
    ])
    expect(
      inWords(result.leftOut.map(({ gate, reason, duplicateOf }) => [gate, reason, duplicateOf])),
    ).toEqual([thin, full].map(() => ['duplicate', `duplicate of “${headline}” (Gazette)`, weighty.id]))
  })

  test('a story that this digest carried before is not repeated, even under a new guid', () => {
    const again = nuclear('shaft reopened', { guid: 'churned', firstSeenAt: at('2026-03-02T13:00:00Z') })
    const fresh = nuclear('workers paid late at last')
    const carriedBefore = [
      {
        storyId: 77_000,
        headline: again.headline,
        summary: again.summary,
        canonicalLink: again.canonicalLink,
        guid: 'before',
        sourceId: 1,
        at: at('2026-02-25T13:00:00Z'),
        shown: `${again.headline}\n${again.summary}`,
        topics: ['nuclear'],
        on: Temporal.PlainDate.from('2026-02-26'),
        link: 'editions/daily/2026-02-26#s77000',
      },
    ]
    const result = curate(input({ stories: [again, fresh], carriedBefore }))
    expect(newsIds(result)).toEqual([fresh.id])
    expect(inWords(result.leftOut)).toMatchObject([
      {
        gate: 'carried-before',
        reason: `carried before: “${again.headline}”, and nothing new in it`,
        duplicateOf: 77_000,
      },
    ])
    expect(newsIds(curate(input({ stories: [again], carriedBefore, pinned: new Set([again.id]) })))).toEqual([
      again.id,
    ])
  })

  test('the cut takes the best stories, pins always and first, and records the ranks of the others', () => {
    const words = ['cracks', 'floods', 'strikes', 'theft', 'noise', 'birds']
    const stories = words.map((word, index) => nuclear(`${word} ${word} ${word}`, { position: index * 5 }))
    const last = stories[5] as Story
    const dull = story({ headline: 'Town hall painted', summary: '' })
    const result = curate(
      input({ stories: [...stories, dull], newsLimit: 3, pinned: new Set([last.id, dull.id]) }),
    )
    expect(newsIds(result)).toEqual([last.id, dull.id, stories[0]?.id])
    expect(inWords(result.news[0]?.reasons[0])).toBe('pinned by an editor')
    expect(result.news.every(({ topics }) => topics.length > 0)).toBe(true)
    expect(result.leftOut.filter(({ gate }) => gate === 'below-cut')).toHaveLength(4)
    expect(inWords(result.leftOut.find(({ storyId }) => storyId === stories[1]?.id)?.reason)).toMatch(
      /^number 4 of the day with [\d.]+ points; this edition takes 3$/,
    )
  })
})

describe('rank', () => {
  const order = (stories: Story[]): number[] => newsIds(curate(input({ stories })))

  test.each<[string, Partial<Story>, Partial<Story>]>([
    ['a source with more weight', { sourceWeight: 1.5 }, {}],
    ['a fresher story', {}, { publishedAt: at('2026-03-01T14:00:00Z') }],
    ['a more prominent one', {}, { position: 20 }],
    [
      'one with more topic words',
      { summary: 'Plutonium and enriched uranium were found.' },
      { summary: 'A gate was found.' },
    ],
  ])('%s ranks higher', (_, better, worse) => {
    const [a, b] = [nuclear('tunnel cracks', better), nuclear('guards strike', worse)]
    expect(order([b, a])).toEqual([a.id, b.id])
  })

  test('equal stories are ordered by id, and every item has the reasons for its rank', () => {
    const [a, b] = [nuclear('tunnel cracks'), nuclear('guards strike')]
    expect(order([b, a])).toEqual([a.id, b.id])
    const [first] = curate(input({ stories: [a] })).news
    expect(inWords(first?.reasons)).toEqual([
      'Nuclear: “Nuclear test site”',
      '11 hours old at the freeze',
      'number 1 in Sample Wire',
    ])
  })
})

describe('analyses and profile', () => {
  test('the latest three are shown whatever their day and topic, newest first', () => {
    const days = ['2025-11-02', '2026-01-05', '2025-12-24', '2026-02-01', '2026-03-01']
    const [a, b, c, d, e] = days.map((day, index) =>
      story({
        section: 'analysis',
        headline: `On ${['patience', 'borders', 'winter', 'rivers', 'bread'][index]} and its price`,
        publishedAt: at(`${day}T12:00:00Z`),
      }),
    ) as [Story, Story, Story, Story, Story]
    const result = curate(input({ stories: [e, a], analyses: [a, b, c, d, e] }))
    expect(result.analyses.map((item) => item.story.id)).toEqual([e.id, d.id, b.id])
    expect(result.leftOut.map(({ storyId, gate }) => [storyId, gate])).toEqual([[a.id, 'analysis-older']])
    expect(result.news).toEqual([])
  })

  test('the profile is of the country that dominates the day', () => {
    const about = (country: string, words: string): Story =>
      nuclear(words, { headline: `Nuclear test in ${country}` })
    const stories = [
      about('Iran', 'a deep shaft'),
      about('Iran', 'two new roads'),
      about('France', 'a harbour crane'),
    ]
    const of = (given: Partial<CurateInput>): string | null =>
      curate(input({ stories, ...given })).profile.country
    expect(of({ profileCountries: ['FR', 'IR'] })).toBe('IR')
    expect(of({ profileCountries: ['FR', 'PE'] })).toBeNull()
  })
})

describe('for any input', () => {
  const next = seeded(2026)
  const pick = <Thing>(things: readonly Thing[]): Thing => things[Math.floor(next() * things.length)] as Thing
  const subjects = [
    'Nuclear talks',
    'Anthrax letter',
    'Missile test',
    'Car bomb',
    'Cup final',
    'Sarin cache',
    'Bread price',
  ]
  const events = [
    'stalls in Iran',
    'shakes Velmar',
    'ends in Peru',
    'worries envoys',
    'is delayed',
    'returns to Korea',
  ]
  const made = Array.from({ length: 120 }, (_, index) =>
    story({
      id: 5000 + index,
      sourceId: index % 5,
      sourceName: `Source ${index % 5}`,
      sourceWeight: pick([0.5, 1, 1, 2]),
      headline: `${pick(subjects)} ${pick(events)} ${pick(['again', 'at dawn', 'for good', ''])}`.trim(),
      summary:
        next() < 0.3 ? '' : `A ${pick(['clerk', 'guard', 'nurse'])} saw it ${pick(events)}. U.N. staff left.`,
      section: next() < 0.15 ? 'analysis' : 'news',
      language: next() < 0.1 ? 'de' : 'en',
      guid: next() < 0.1 ? 'same' : `g${index}`,
      position: index % 9,
      publishedAt:
        next() < 0.1 ? null : at('2026-03-02T12:00:00Z').subtract({ hours: Math.floor(next() * 70) }),
    }),
  )
  const given = input({
    stories: made,
    analyses: made.filter(({ section }) => section === 'analysis'),
    newsLimit: 5,
    profileCountries: ['IR', 'PE', 'KP'],
    held: new Map([
      [5003, 'ada'],
      [5050, 'ada'],
    ]),
    pinned: new Set([5010, 5011, 5050]),
  })
  const expected = curate(given)

  test('every story ends in exactly one place', () => {
    const placed = [
      ...newsIds(expected),
      ...expected.analyses.map((item) => item.story.id),
      ...expected.leftOut.map(({ storyId }) => storyId),
    ]
    expect(placed.sort((a, b) => a - b)).toEqual(made.map(({ id }) => id))
    expect(expected.leftOut.every(({ reason }) => english(reason).length > 5)).toBe(true)
    expect(gateOf(expected, made[50] as Story)).toBe('held')
    expect(expected.news.length).toBe(5)
    expect(expected.news.every(({ topics, reasons }) => topics.length > 0 && reasons.length > 2)).toBe(true)
  })

  test('the order of the input does not matter', () => {
    for (let round = 0; round < 8; round++) {
      const mixed = { ...given, stories: shuffled(made, next), analyses: shuffled(given.analyses, next) }
      expect(JSON.stringify(curate(mixed))).toBe(JSON.stringify(expected))
    }
  })

  test('the same input gives the same result', () => {
    expect(JSON.stringify(curate(given))).toBe(JSON.stringify(expected))
  })
})
