import { describe, expect, test } from 'vitest'
import { readAddress } from '../../src/core/addresses/address.ts'
import { english } from '../../src/core/said/sentence.ts'

const read = (text: string) => {
  const reading = readAddress(text)
  return reading.ok ? reading.address : english(reading)
}

describe('a domain is checked before it is converted to ASCII', () => {
  test.each([
    '/..',
    '/path',
    '?x',
    '#x',
    ':25',
    '\\x',
    '%2f',
    '／x',
    '？x',
    '＃x',
    '>',
    ';b',
    '!',
    '_',
    '~',
    '\u00ad',
    '\u200b',
    '\u2060',
    '\u202e',
    '\ufffd',
    '℀',
    '⑴',
  ])('a@example.org%s is invalid', (tail) => {
    expect(read(`a@example.org${tail}`)).toMatch(/^has .* after the @/)
    expect(read(`a@exa${tail}mple.org`)).toMatch(/^has .* after the @/)
  })

  test.each([
    'a@exa%6dple.org',
    'a@ex\tample.org',
    'a@exam\nple.org',
    'a@exam ple.org',
    'a@exam\u00a0ple.org',
  ])('%j is invalid', (text) => {
    expect(readAddress(text).ok).toBe(false)
  })

  test('the invalid character is shown, also if it is invisible', () => {
    expect(read('a@example.org/x')).toContain('“/”')
    expect(read('a@exam\u00adple.org')).toContain('U+00AD')
    expect(read('mailto:a@example.org')).toBe('has “:” before the @, which is not allowed there')
    expect(read('a\u200b@example.org')).toContain('U+200B')
    expect(read('a..b@example.org')).toBe(
      'has a dot at the beginning or end of what is before the @, or two in a row',
    )
  })

  test.each([
    'a@1.2.3.4',
    'a@1.2.3',
    'a@127.1',
    'a@2130706433',
    'a@0x7f.1',
    'a@0x7f000001',
    'a@example.0x10',
    'a@example.0x',
    'a@example.017',
    'a@example.123',
    'a@１２７．０．０．１',
    'a@[127.0.0.1]',
    'a@[IPv6:::1]',
    'a@example.org.1',
  ])('%s is or ends in a number: invalid', (text) => {
    expect(readAddress(text).ok).toBe(false)
  })

  test.each([
    'a@.example.org',
    'a@example..org',
    'a@example.org.',
    'a@example-.org',
    'a@example.-g',
    'a@example.g-',
    'a@xn--a.example',
    'a@xn--.example',
    `a@${'b'.repeat(64)}.org`,
    'a@ﬁ.example',
    'a@ⅷ.example',
    'a@i❤.example',
  ])('%s has no valid domain', (text) => {
    expect(readAddress(text).ok).toBe(false)
  })

  test.each([
    ['a@münchen.example', 'a@xn--mnchen-3ya.example'],
    ['a@MÜNCHEN.Example', 'a@xn--mnchen-3ya.example'],
    ['a@mu\u0308nchen.example', 'a@xn--mnchen-3ya.example'],
    ['a@xn--mnchen-3ya.example', 'a@xn--mnchen-3ya.example'],
    ['a@fuß.example', 'a@xn--fu-hia.example'],
    ['a@例え。テスト', 'a@xn--r8jz45g.xn--zckzah'],
    ['a@ｅｘａｍｐｌｅ．ｏｒｇ', 'a@example.org'],
    ['a@नेपाल.example', 'a@xn--l2bey1c2b.example'],
    ['a@paral·lel.example', 'a@xn--parallel-koa.example'],
    ['a@نامه\u200cای.example', 'a@xn--mgba3gch31f060k.example'],
    ['a@123.example', 'a@123.example'],
    ['a@4.example.x1', 'a@4.example.x1'],
    ['a@ab--cd.example', 'a@ab--cd.example'],
  ])('%s is %s', (text, address) => {
    expect(read(text)).toBe(address)
    // Reading the result again does not change it.
    expect(read(address)).toBe(address)
  })
})

describe('local parts', () => {
  test.each([
    'a\u200bb',
    'a\u00adb',
    'a\u202eb',
    'a\u3164b',
    'a\u034fb',
    'a\u0000b',
    'a\ufffdb',
    'a\ud800b',
    'a＠b',
    'a．．b',
    '．a',
    'a b',
    'a\u00a0b',
    '"a b"',
    '"a"',
    'mailto:a',
    'Ann <a',
    'a,b',
    'a;b',
    'a(b)',
    'a\\b',
    '.a',
    'a.',
    'a..b',
  ])('%j is invalid', (local) => {
    expect(read(`${local}@example.org`)).toMatch(/before the @/)
  })

  test.each([
    "o'neil+news",
    'a.b-c_d',
    '-a',
    '=a',
    '+a',
    '!#$%&*/?^`{|}~',
    'jose\u0301',
    '用户',
    'Ünal',
    '😀',
  ])('%j is valid', (local) => {
    expect(read(`${local}@example.org`)).toBe(`${local.normalize('NFC')}@example.org`)
  })
})

test('length limits are those of RFC 5321, in bytes', () => {
  const domain = (length: number) =>
    `${'d'.repeat(62)}.${'e'.repeat(62)}.${'f'.repeat(62)}.`.padEnd(length - 4, 'g') + '.org'
  expect(readAddress(`${'x'.repeat(64)}@example.org`).ok).toBe(true)
  expect(read(`${'x'.repeat(65)}@example.org`)).toContain('64 bytes')
  expect(read(`${'é'.repeat(33)}@example.org`)).toContain('64 bytes')
  expect(readAddress(`${'x'.repeat(13)}@${domain(240)}`).ok).toBe(true)
  expect(read(`${'x'.repeat(14)}@${domain(240)}`)).toContain('254 bytes')
})
