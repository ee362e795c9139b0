import { describe, expect, test } from 'vitest'
import type { Groupable } from '../../src/curate/events/groupable.ts'
import { groupSame } from '../../src/curate/events/same-story.ts'
import { normalTitle } from '../../src/curate/events/titles.ts'
import { at, seeded, shuffled, groupable } from './cast.ts'

const groups = (...stories: Groupable[]): number => groupSame(stories).length

describe('identity', () => {
  const link = 'https://example.org/advisories'

  test('a link alone does not make two items one', () => {
    expect(
      groups(
        groupable({ link, headline: 'Valve recall widened' }),
        groupable({ link, headline: 'Reactor seal replaced' }),
      ),
    ).toBe(2)
  })

  test('a link with the title, or with the guid, does', () => {
    expect(
      groups(groupable({ link, headline: 'Valve recall' }), groupable({ link, headline: 'VALVE RECALL.' })),
    ).toBe(1)
    expect(groups(groupable({ link, guid: 'g' }), groupable({ link, guid: 'g' }))).toBe(1)
  })

  test('a guid does within one source, but not across sources', () => {
    const [one, other] = [
      { guid: 'g', sourceId: 7 },
      { guid: 'g', sourceId: 8 },
    ]
    expect(groups(groupable(one), groupable(one))).toBe(1)
    expect(groups(groupable(one), groupable(other))).toBe(2)
  })

  test('a guid that a feed gives to every item does not count', () => {
    const stuck = { guid: 'https://example.org/feed', sourceId: 7 }
    expect(groups(groupable(stuck), groupable(stuck), groupable(stuck))).toBe(3)
  })

  test('a title does within a day across sources, but not later or in another language', () => {
    const headline = 'Inspectors leave Karvenia after seals are broken'
    const next = at('2026-03-03T11:00:00Z')
    expect(groups(groupable({ headline }), groupable({ headline: `UPDATE 2-${headline}`, at: next }))).toBe(1)
    expect(groups(groupable({ headline }), groupable({ headline, language: 'en-GB' }))).toBe(1)
    expect(groups(groupable({ headline }), groupable({ headline, language: 'fr' }))).toBe(2)
    expect(groups(groupable({ headline }), groupable({ headline, at: at('2026-03-06T12:00:00Z') }))).toBe(2)
  })

  test("a column's headline does not identify a story", () => {
    expect(
      groups(groupable({ headline: 'Day in pictures' }), groupable({ headline: 'Day in pictures' })),
    ).toBe(2)
    const headline = 'Weekly bulletin of nuclear safety notices'
    const [pumps, badges] = [
      'Cooling pumps at Vell needed grease and two bolts after the spring inspection.',
      'Visitors lost four plastic badges while touring museum galleries downtown yesterday.',
    ]
    expect(groups(groupable({ headline, summary: pumps }), groupable({ headline, summary: badges }))).toBe(2)
  })

  test('instalments of a series are separate stories, however similar', () => {
    const summary =
      'Operators should replace the valve seals of the cooling pumps before the next start of the unit.'
    const piece = (number: number): Groupable =>
      groupable({ headline: `Safety advisory ${number}: valve seals of pumps`, summary, sourceId: 7 })
    const others = Array.from({ length: 20 }, () => groupable())
    expect(groups(piece(12), piece(13), ...others)).toBe(22)
  })

  test('titles are compared without kicker, source and punctuation', () => {
    expect(normalTitle('UPDATE 1-Seals’ count “wrong” – Sample Wire', 'Sample Wire')).toBe('seal count wrong')
    expect(normalTitle('Seals count wrong - envoy', 'Sample Wire')).toBe('seal count wrong envoy')
  })
})

describe('one event in different words', () => {
  const background = [
    ['Harbour strike enters third week', 'Dockers and owners remain apart over pay in the northern ports.'],
    ['Minister opens vaccine depot', 'The depot will hold enough doses for two million people.'],
    ['Court frees banker', 'Judges found no proof that he had hidden accounts.'],
    ['Storm cuts power on coast', 'Some forty villages were without light on Sunday night.'],
    ['Army drops draft plan', 'Generals said volunteers were enough for now.'],
    ['Satellite reaches orbit', 'Engineers cheered as the weather probe unfolded its panels.'],
  ].map(([headline, summary]) => groupable({ headline: headline ?? '', summary: summary ?? '' }))
  const first = groupable({
    headline: 'Six charged in Belvar bomb plot',
    summary:
      'Prosecutors charged six people on Monday over a plot to bomb the Belvar tram depot, a spokeswoman said.',
    places: new Set(['X-KV']),
  })

  test('is one group', () => {
    const second = groupable({
      headline: 'Prosecutors charge six over plot to bomb tram depot',
      summary: 'Six people were charged on Monday with plotting to bomb a tram depot in Belvar.',
      places: new Set(['X-KV']),
    })
    expect(groups(...background, first, second)).toBe(background.length + 1)
  })

  test('excludes a similar event of another country', () => {
    const elsewhere = groupable({
      headline: 'Six charged in Ostrel bomb plot',
      summary:
        'Prosecutors charged six people on Monday over a plot to bomb the Ostrel tram depot, a spokeswoman said.',
      places: new Set(['X-OR']),
    })
    expect(groups(...background, first, elsewhere)).toBe(background.length + 2)
  })

  test('excludes one with another place and number in the headline, even if the texts name one country', () => {
    const court = (headline: string, summary: string, placeWords: string[]) =>
      groupable({ headline, summary, placeWords, places: new Set(['X-KV']) })
    const [one, other, again] = [
      court(
        'Belvar court jails two for plot to bomb ferry',
        'A court in Belvar sentenced two brothers to eleven years for plotting to bomb the ferry to Ostrel.',
        ['Belvar', 'Ostrel'],
      ),
      court(
        'Ostrel court jails three for plot to bomb railway bridge',
        'A court in Ostrel sentenced three men to fourteen years for plotting to bomb a railway bridge.',
        ['Ostrel'],
      ),
      court(
        'Two jailed in Belvar for plot to bomb ferry',
        'Two brothers were sentenced by a court in Belvar to eleven years for plotting to bomb a ferry.',
        ['Belvar'],
      ),
    ]
    expect(groups(...background, one, again)).toBe(background.length + 1)
    expect(groups(...background, one, other)).toBe(background.length + 2)
  })

  test('excludes what happens four days later', () => {
    const later = groupable({
      headline: 'Six charged in Belvar bomb plot go free',
      summary:
        'Prosecutors freed six people charged over a plot to bomb the Belvar tram depot, a spokeswoman said.',
      at: at('2026-03-06T13:00:00Z'),
    })
    expect(groups(...background, first, later)).toBe(background.length + 2)
  })

  test('groups do not depend on the order', () => {
    const next = seeded(11)
    const words = 'valve seal reactor envoy talks plot bomb depot treaty lab sample court army harbour'.split(
      ' ',
    )
    const pick = (): string => words[Math.floor(next() * words.length)] ?? ''
    const many = Array.from({ length: 60 }, () =>
      groupable({
        headline: `${pick()} ${pick()} ${pick()} ${pick()}`,
        summary: Array.from({ length: 12 }, pick).join(' '),
        sourceId: Math.floor(next() * 4),
      }),
    )
    const plain = (stories: Groupable[]): number[][] =>
      groupSame(stories).map((group) => group.map(({ id }) => id))
    const expected = plain(many)
    expect(expected.flat().sort((a, b) => a - b)).toEqual(many.map(({ id }) => id))
    for (let round = 0; round < 10; round++) expect(plain(shuffled(many, next))).toEqual(expected)
  })
})
