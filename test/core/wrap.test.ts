import { expect, test } from 'vitest'
import { columns, wrapped } from '../../src/core/text/wrap.ts'

const widest = (text: string) => Math.max(...text.split('\n').map(columns))

test('lines have at most 72 columns, including the indent', () => {
  expect(widest(wrapped('ab '.repeat(100).trim(), 0))).toBeLessThanOrEqual(72)
  expect(widest(wrapped('abcde '.repeat(100).trim(), 4))).toBeLessThanOrEqual(72)
})

test('a wide letter counts two, a combining mark none', () => {
  expect(columns('检查')).toBe(4)
  expect(columns('e\u0301')).toBe(1)
  expect(widest(wrapped('检查员周一返回'.repeat(20), 2))).toBeLessThanOrEqual(72)
  expect(wrapped('检查员周一返回'.repeat(20), 0).replaceAll('\n', '')).toBe('检查员周一返回'.repeat(20))
})

test('an address is kept whole on a line of its own', () => {
  const address = `https://example.org/${'a'.repeat(100)}`
  expect(wrapped(`see ${address} there`, 0).split('\n')).toEqual(['see', address, 'there'])
})
