import { expect, test } from 'vitest'
import { said, text } from '../../src/core/said/said.ts'
import { reasonText, toReason } from '../../src/store/reason-column.ts'

test('what the program says comes back with its parameters, also as PostgreSQL writes it', () => {
  const reason = said('given-up-because', { why: said('suppressed-because', { why: 'asked “so”' }) })
  expect(toReason(reasonText(reason))).toEqual(reason)
  expect(toReason('{"code" : "suppressed-because", "params" : {"why" : "bounced"}}')).toEqual(
    said('suppressed-because', { why: 'bounced' }),
  )
})

test('a person’s words are not taken for the program’s', () => {
  const words = '{"code":"erased","params":{}}'
  expect(toReason(reasonText(words))).toEqual(text(words))
})

test.each([
  'stopped: a wrong lead',
  '{ no JSON',
  '{"code": "cut short',
  '{"code": "x"}',
  '{"other": 1, "params": {}}',
  '',
])('a row of before, or a person’s words, stay as they are: %s', (words) => {
  expect(toReason(words)).toBe(words)
  expect(reasonText(words)).toBe(words)
})
