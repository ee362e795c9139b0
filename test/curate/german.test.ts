import { describe, expect, test } from 'vitest'
import { topicIn } from '../../src/core/entities/topic-in.ts'
import { compileTopics } from '../../src/curate/topics/topics.ts'
import { curate } from '../../src/curate/curate.ts'
import { input, shippedTopics, story } from './cast.ts'

const shipped = compileTopics(shippedTopics)
const of = (headline: string): string =>
  shipped({ language: 'de', headline, summary: '', declaredTopics: [] })
    .map(({ id }) => id)
    .sort()
    .join(' ')

describe('the topics in German', () => {
  test('have a name, a description and a lexicon each', () => {
    for (const topic of shippedTopics) {
      const { name, description, lexicon } = topicIn(topic, 'de-DE')
      expect(name).not.toBe('')
      expect(description).not.toBe(topic.description)
      expect(Object.keys(lexicon.terms).length).toBeGreaterThan(40)
      expect(lexicon.not.length).toBeGreaterThan(2)
    }
  })

  test('tag a German story of a German digest, whose country has its German name', () => {
    const stories = [
      story({
        language: 'de',
        headline: 'Raketenabwehr in Nordkorea',
        summary: 'Pjöngjang zeigt Flugkörper.',
      }),
      story({ language: 'en', headline: 'Missile shield shown in North Korea' }),
    ]
    const digest = { topics: shippedTopics.map(({ id }) => id), language: 'de' }
    const { news, leftOut } = curate(input({ stories, digest }))
    expect(news.map(({ topics, countries }) => [topics[0]?.id, countries[0]?.name])).toEqual([
      ['missiles', 'Nordkorea'],
    ])
    expect(leftOut.map(({ gate }) => gate)).toEqual(['language'])
  })

  test.each([
    ['Nichtverbreitungsvertrag wird überprüft', 'diplomacy nuclear'],
    ['Neue Atomsprengköpfe im Depot', 'nuclear'],
    ['Milzbranderreger in Briefen', 'biological'],
    ['Senfgasgranaten im Hafenbecken', 'chemical'],
    ['Mittelstreckenraketen stationiert', 'missiles'],
    ['Selbstmordattentäterin sprengt sich in die Luft', 'terrorism'],
    ['Cäsiumquelle auf dem Schrottplatz', 'radiological'],
    ['Hackergruppen legen Netze lahm', 'cyber'],
    ['Waffenembargo verlängert', 'diplomacy'],
    ['Bombenwetter lockt Badegäste', ''],
    ['Strahlende Siegerin im Schlagerwettbewerb', ''],
    ['Koalitionsvertrag unterzeichnet', ''],
    ['Soldaten üben im Schnee', ''],
  ])('%s: %s', (headline, expected) => {
    expect(of(headline)).toBe(expected)
  })
})
