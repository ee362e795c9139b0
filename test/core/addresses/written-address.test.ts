import { expect, test } from 'vitest'
import { readWritten } from '../../../src/core/addresses/written-address.ts'

test.for([
  ['Ann Lee <ann@x.example>', 'ann@x.example', 'Ann Lee'],
  ['"Lee, Ann" <ann@x.example>', 'ann@x.example', 'Lee, Ann'],
  ['<ann@x.example>', 'ann@x.example', ''],
  ["'ann@x.example' <ann@x.example>", 'ann@x.example', ''],
  ['mailto:ann@x.example', 'ann@x.example', ''],
  ['<MAILTO:ann@x.example?subject=Hello>', 'ann@x.example', ''],
  ['ann@x.example.', 'ann@x.example', ''],
  ['ann@x.example;', 'ann@x.example', ''],
  ['ann@x.example, ', 'ann@x.example', ''],
  ["'ann@x.example'", 'ann@x.example', ''],
  ['“ann@x.example”', 'ann@x.example', ''],
  ['\u200bann@x.example\ufeff', 'ann@x.example', ''],
  ["o'neil+news@x.example", "o'neil+news@x.example", ''],
  ['Jürgen <jürgen@bücher.example>', 'jürgen@xn--bcher-kva.example', 'Jürgen'],
])('%s is %s', ([text = '', address, name]) => {
  expect(readWritten(text)).toEqual({ ok: true, address, name })
})

test.for([
  'ann@x.example; bob@x.example',
  'Ann <ann@x.example>, Bob <bob@x.example>',
  'ann@x.example/bob@x.example',
])('several addresses are said to be several: %s', (text) => {
  expect(readWritten(text)).toMatchObject({ ok: false, code: 'address-several' })
})

test.for([
  // A remark may say that nobody reads there any more.
  'ann@x.example (left in May)',
  'ann@x.example unsubscribed',
  'an\u200bn@x.example',
  '"ann lee"@x.example',
  'mailto:',
  '<>',
  '',
])('nothing else is taken for an address: %j', (text) => {
  expect(readWritten(text).ok).toBe(false)
})

test.for(["'", ' ', '<', ';', 'a@', 'mailto:'])('takes no longer than a text is worth: %j', (unit) => {
  expect(readWritten(unit.repeat(1_000_000 / unit.length)).ok).toBe(false)
})
