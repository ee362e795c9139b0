import { describe, expect, test } from 'vitest'
import type { Rule } from '../../src/core/entities/newsroom.ts'
import { curate } from '../../src/curate/curate.ts'
import { ruledOut } from '../../src/curate/rules.ts'
import { inWords } from '../in-words.ts'
import { input, story } from './cast.ts'

const rule = (action: Rule['action'], where: Rule['where'], ...any: string[]): Rule => ({
  action,
  where,
  any,
})
function against(newsroom: Rule[], own: Rule[] = []) {
  const rules = ruledOut({ newsroom, bySource: new Map([[1, own]]) })
  return (one: ReturnType<typeof story>) => inWords(rules(one))
}

describe('rules', () => {
  test('leave out by words, category and author, whole words only, ignoring case', () => {
    const rules = against([
      rule('leave-out', 'words', 'live blog'),
      rule('leave-out', 'category', 'sport', 'Météo'),
      rule('leave-out', 'author', 'Desk of Horoscopes'),
    ])
    expect(rules(story({ headline: 'LIVE  BLOG: talks in Halvora' }))).toBe(
      'left out by a rule of the newsroom: words “live blog”',
    )
    expect(rules(story({ headline: 'Live blogging for all' }))).toBeNull()
    expect(rules(story({ categories: ['News', 'Sport'] }))).toContain('category “sport”')
    expect(rules(story({ categories: ['me\u0301te\u0301o'] }))).toContain('“Météo”')
    expect(rules(story({ categories: ['Transport'] }))).toBeNull()
    expect(rules(story({ byline: 'Desk of Horoscopes' }))).toContain('author')
    expect(rules(story({ summary: 'A live blog of the day.' }))).not.toBeNull()
  })

  test('if there are keep rules, stories that match none are left out', () => {
    const rules = against([], [rule('keep', 'words', 'arms'), rule('keep', 'category', 'Treaties')])
    expect(rules(story({ headline: 'Arms found at the port' }))).toBeNull()
    expect(rules(story({ categories: ['treaties'] }))).toBeNull()
    expect(rules(story({ headline: 'Harbour fair opens' }))).toBe(
      'left out by the rules of Sample Wire, which keep only: words arms; category Treaties',
    )
    expect(rules(story({ headline: 'Harbour fair opens', sourceId: 2 }))).toBeNull()
  })

  test('punctuation in a phrase is matched literally', () => {
    expect(against([rule('leave-out', 'words', 'C++ (.*)')])(story({ headline: 'What C+ says' }))).toBeNull()
    expect(against([rule('leave-out', 'words', 'a.b')])(story({ headline: 'Now a.b, again' }))).not.toBeNull()
  })

  test('a rejected story is listed with its reason; an editor’s pin overrides the rule', () => {
    const one = story({ headline: 'Missile test seen off Cape Tarn', categories: ['Video'] })
    const rules = { newsroom: [rule('leave-out', 'category', 'video')], bySource: new Map() }
    expect(curate(input({ stories: [one], rules })).leftOut).toMatchObject([
      { storyId: one.id, gate: 'rule' },
    ])
    const pinned = curate(input({ stories: [one], rules, pinned: new Set([one.id]) }))
    expect(pinned.news.map((item) => item.story.id)).toEqual([one.id])
  })
})
