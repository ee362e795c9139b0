import { expect, test } from 'vitest'
import { z } from 'zod'
import { manyTexts, oneText, readForm } from '../../../src/web/kit/forms/forms.ts'

const schema = z.object({
  name: oneText.check(z.minLength(2, 'too short'), z.regex(/^[a-z]*$/, 'letters alone')),
  days: manyTexts.min(1, 'choose one'),
})

test('a form is parsed by its schema, ignoring other fields', () => {
  const reading = readForm(schema, { name: ' ada ', days: ['mon', 'tue'], admin: '1' })
  expect(reading).toEqual({
    ok: true,
    value: { name: 'ada', days: ['mon', 'tue'] },
    typed: { name: [' ada '], days: ['mon', 'tue'] },
  })
  expect(readForm(schema, { name: 'ada', days: 'mon' })).toMatchObject({ value: { days: ['mon'] } })
})

test('errors are returned by field, the first of each, and the input is kept', () => {
  const faults = { name: 'too short', days: 'choose one' }
  expect(readForm(schema, { name: '1' })).toEqual({ ok: false, faults, typed: { name: ['1'], days: [] } })
})

test.each([undefined, null, '', { multipart: 'x' }, { name: { a: 1 }, days: [3, { b: 1 }] }])(
  'a body that is not a form has no fields: %j',
  (body) => {
    const faults = { name: 'too short', days: 'choose one' }
    expect(readForm(schema, body)).toEqual({ ok: false, faults, typed: { name: [], days: [] } })
  },
)

test('inherited object properties are not fields', () => {
  const own = z.object({ constructor: oneText })
  expect(readForm(own, {})).toMatchObject({ typed: { constructor: [] } })
})
