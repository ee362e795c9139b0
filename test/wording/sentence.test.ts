import { expect, test } from 'vitest'
import { AppError } from '../../src/core/errors.ts'
import { english } from '../../src/core/said/sentence.ts'
import { said, type Said } from '../../src/core/said/said.ts'
import { sentence, wordsOf } from '../../src/wording/wording.ts'

test('a message becomes a sentence, and so do messages within it', () => {
  const pause = said('paused-by', { reason: said('database-copied'), by: 'cli', at: 'noon' })
  expect(sentence('en', said('found-paused', { pause }))).toBe(
    'is paused: this database is a copy or a restored backup (by cli since noon)',
  )
  expect(sentence('en', 'a person’s own words: {by}')).toBe('a person’s own words: {by}')
})

test('outside text is not treated as a placeholder', () => {
  expect(english(said('digest-unknown', { key: '{known}', known: ['a', 'b'] }))).toBe(
    'there is no digest “{known}”; known: a, b',
  )
  expect(english(said('found-value', { value: '$& {toString}' }))).toBe('$& {toString}')
})

test('counts choose the plural form of the language', () => {
  expect([1, 2].map((count) => english(said('hours', { count })))).toEqual(['1 hour', '2 hours'])
  const words = wordsOf('mail', 'he')
  expect([1, 2, 3].map((count) => words.say('stories', { count }))).toEqual([
    'ידיעה אחת',
    'שתי ידיעות',
    '3 ידיעות',
  ])
})

test('an unknown language falls back to English, and a regional one to its language', () => {
  expect(wordsOf('mail', 'xx').say('stories', { count: 1 })).toBe('1 story')
  expect(wordsOf('mail', 'he-IL').say('new')).toBe('חדש')
  expect(sentence('he', said('newsroom-none'))).toBe('there is no newsroom in this database yet')
  expect(wordsOf('mail', '__proto__').say('new')).toBe('New')
})

test('a code of a later version is shown unchanged', () => {
  const later = { code: 'of-tomorrow', params: { name: 'x' } } as unknown as Said
  expect(english(later)).toBe('of-tomorrow {"name":"x"}')
})

test('an error keeps its code for user interfaces and its English text for logs', () => {
  const fault = new AppError('not-found', said('edition-none', { digest: 'wire', date: '2026-11-23' }))
  expect(fault.says.code).toBe('edition-none')
  expect(fault.message).toBe('there is no edition of wire on 2026-11-23')
})

test('a missing text is an error that names it', () => {
  expect(() => wordsOf('pages', 'en').say('nothing')).toThrow('no words for pages.nothing')
})
