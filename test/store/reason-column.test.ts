import { expect, test } from 'vitest'
import { said, text } from '../../src/core/said/said.ts'
import { reasonText, toReason } from '../../src/store/reason-column.ts'

test('a coded reason is read back with its parameters, also as PostgreSQL formats it', () => {
  const reason = said('given-up-because', { why: said('suppressed-because', { why: 'asked “so”' }) })
  expect(toReason(reasonText(reason))).toEqual(reason)
  expect(toReason('{"code" : "suppressed-because", "params" : {"why" : "bounced"}}')).toEqual(
    said('suppressed-because', { why: 'bounced' }),
  )
})

test('a person’s text is not taken for a coded reason', () => {
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
])('an old row, or a person’s text, is unchanged: %s', (words) => {
  expect(toReason(words)).toBe(words)
  expect(reasonText(words)).toBe(words)
})
