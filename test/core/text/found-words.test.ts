import { describe, expect, test } from 'vitest'
import { foldedWords, identifiersIn } from '../../../src/core/text/folded-words.ts'
import { marked } from '../../../src/core/text/found-words.ts'
import { readQuery } from '../../../src/core/text/text-query.ts'

const queryOf = (typed: string) => {
  const read = readQuery(typed)
  return read.ok ? read.query : null
}
const markedIn = (text: string, typed: string) =>
  marked(text, queryOf(typed))
    .map(({ text: part, isFound }) => (isFound ? `[${part}]` : part))
    .join('')

describe('words as search compares them', () => {
  test.each([
    ['Übung, ﬁrst!', ['ubung', 'first']],
    ['O’Brien’s 3.5 tonnes', ['o', 'brien', 's', '3', '5', 'tonnes']],
    ['核兵器 talks', ['核', '兵', '器', 'talks']],
    ['शांति', ['शत']],
    ['x'.repeat(70), ['x'.repeat(64)]],
    ['\u0000 \uD800 —', []],
  ])('%j', (text, words) => {
    expect(foldedWords(text)).toEqual(words)
  })

  test('identifiers have three parts, with letters and digits', () => {
    expect(identifiersIn('CVE-2026-1234, S/RES/1540 and F-16 on 2026-11-28 at well-to-do')).toEqual([
      'cve-2026-1234',
      's/res/1540',
    ])
  })
})

describe('found words are highlighted in the original text', () => {
  test.each([
    ['Übung am Fluss', 'ubung', '[Übung] am Fluss'],
    ['Two missile silos, one missile', '"missile silos"', 'Two [missile silos], one missile'],
    ['Inspectors inspect', 'inspec*', '[Inspectors] [inspect]'],
    ['About CVE-2026-1234.', 'cve-2026-1234', 'About [CVE-2026-1234].'],
    ['<b>bold</b> & more', 'b', '<[b]>bold</[b]> & more'],
    ['Nothing here', 'missile', 'Nothing here'],
  ])('%s, for %s', (text, typed, expected) => {
    expect(markedIn(text, typed)).toBe(expected)
  })
})

test.each([
  ['a '.repeat(30), 'too-long'],
  ['x'.repeat(201), 'too-long'],
  ['-missile', 'only-without'],
])('%j is refused', (typed, fault) => {
  expect(readQuery(typed)).toEqual({ ok: false, fault })
})
