import { expect, test } from 'vitest'
import { profileCountry } from '../../src/curate/countries/profile-country.ts'
import { inWords } from '../in-words.ts'

const names: Record<string, string> = { IR: 'Iran', FR: 'France', PE: 'Peru' }
/** A story with a score, about countries by code and weight. */
const scored = (score: number, countries: Record<string, number> = {}) => ({
  score,
  countries: Object.entries(countries).map(([code, part]) => ({
    code,
    name: names[code] ?? code,
    score: part,
  })),
})
const all = ['FR', 'IR', 'PE']
const never = new Map<string, Temporal.PlainDate>()

test('it is the country with a clear share of the day, with the reason', () => {
  const news = [scored(3, { IR: 2 }), scored(2, { IR: 1, FR: 1 }), scored(3, { FR: 1 }), scored(2)]
  // Iran 3 + 1 of 10, France 3 + 1 of 10: equal, so the code decides; one more story breaks the tie.
  expect(inWords(profileCountry([...news, scored(2, { IR: 1 })], all, never))).toEqual({
    country: 'IR',
    reason: 'Iran has 50 % of the day’s news, in 3 of 5 stories',
  })
  expect(profileCountry(news, all, never).country).toBe('FR')
})

test('a story that names two countries counts for each in proportion', () => {
  const news = [scored(4, { FR: 3, IR: 1 }), scored(4, { FR: 3, IR: 1 }), scored(1, { IR: 1 })]
  expect(inWords(profileCountry(news, all, never).reason)).toBe(
    'France has 67 % of the day’s news, in 2 of 3 stories',
  )
})

test('none if no country stands out, with the share that was missing', () => {
  const others = Array.from({ length: 8 }, () => scored(1))
  const news = [scored(1, { IR: 1 }), scored(1, { IR: 1 }), scored(1, { FR: 1 })]
  expect(profileCountry([...news, ...others.slice(1)], all, never).country).toBe('IR')
  expect(inWords(profileCountry([...news, ...others], all, never))).toEqual({
    country: null,
    reason: 'Iran has 18 % of the day’s news, in 2 of 11 stories; a profile needs 20 %',
  })
})

test('a single story is not enough, whatever its score', () => {
  expect(inWords(profileCountry([scored(9, { PE: 1 }), scored(1)], all, never))).toEqual({
    country: null,
    reason: 'Peru has 90 % of the day’s news, but in one story only',
  })
})

test('none if the country has no profile or was shown recently, without a substitute', () => {
  const news = [scored(3, { IR: 1 }), scored(3, { IR: 1 }), scored(2, { FR: 1 }), scored(2, { FR: 1 })]
  expect(inWords(profileCountry(news, ['FR'], never))).toEqual({
    country: null,
    reason: 'Iran has 60 % of the day’s news, in 2 of 4 stories, but no profile (IR)',
  })
  const shown = new Map([['IR', Temporal.PlainDate.from('2026-03-01')]])
  expect(inWords(profileCountry(news, all, shown))).toEqual({
    country: null,
    reason:
      'Iran has 60 % of the day’s news, in 2 of 4 stories, but the edition of 2026-03-01 showed its profile',
  })
})

test('none if no story names a country, or on a day without news', () => {
  expect(inWords(profileCountry([scored(1), scored(2)], all, never))).toEqual({
    country: null,
    reason: 'no story names a country',
  })
  expect(profileCountry([], all, never).country).toBeNull()
})
