import { describe, expect, test } from 'vitest'
import {
  decodedBytes,
  decodeLiteral,
  encodedParts,
  encodePiece,
  encodeValue,
} from '../../src/core/text/encode.ts'
import { longest, mark, parts, withoutMarks } from '../../src/core/text/slots.ts'

const decoded = (piece: string) =>
  encodedParts(encodePiece(piece))
    .map((part) => (typeof part === 'string' ? decodeLiteral(part) : `[${part.slot}]`))
    .join('')

describe('a piece', () => {
  test.each([
    'plain\n',
    '.a dot first\n..two\n',
    `a long line ${'with words '.repeat(40)}\n`,
    `${'x'.repeat(300)}\n`,
    'ünïcödé – “quotes” 🙂 = equals\n',
    'trailing blanks  \n\tand a tab\t\n',
    `before ${mark('address')} after\n`,
    `${mark('topics')}\n`,
    `a${mark('topics')}.b${mark('counts')}\n`,
  ])('%j is decoded unchanged', (piece) => {
    const expected = piece.replace(/\n/g, '\r\n').replace(/\uF8F0(\w+)\uF8F1/g, '[$1]')
    expect(decoded(piece)).toBe(expected)
  })

  test('has lines of at most 76 ASCII characters, and none begins with a single dot', () => {
    const piece = `${'wörter und .punkte '.repeat(60)}${mark('address')}.\n.\n`
    for (const line of encodePiece(piece).split('\u0001address\u0001').join('').split('\r\n')) {
      expect(line.length).toBeLessThanOrEqual(76)
      expect(line).toMatch(/^[\t -~]*$/)
      expect(line).not.toMatch(/^\.(?!\.)/)
    }
  })

  test('begins and ends at a line start, so that pieces can be joined in any order', () => {
    expect(encodePiece('no end of line')).toMatch(/\r\n$/)
    expect(encodeValue('.dot and ü')).toBe('=2E=\r\ndot and =C3=BC=\r\n')
  })

  test('has the size that it decodes to, with its slots at their longest', () => {
    expect(decodedBytes(`ü${mark('address')}\n`)).toBe(2 + longest.address + 2)
  })
})

describe('slot markers', () => {
  test('from outside are removed', () => {
    expect(withoutMarks(`a ${mark('unsubscribeUrl')} b`)).toBe('a unsubscribeUrl b')
  })

  test('that name no slot are an error', () => {
    expect(() => parts('\uF8F0nothing\uF8F1')).toThrow('nothing')
  })
})
