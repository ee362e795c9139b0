import { describe, expect, test } from 'vitest'
import { decode } from '../../../src/sources/text/charset.ts'

const declared = (name: string): string => `<?xml version="1.0" encoding="${name}"?><t>`
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

describe('the charset of a document', () => {
  test('a byte order mark counts before all', () => {
    expect(decode(Buffer.from('\ufeff<t>ü', 'utf8'), 'text/xml; charset=iso-8859-5')).toEqual({
      text: '<t>ü',
      charset: { name: 'utf-8', from: 'bom' },
    })
    expect(decode(Buffer.from('\ufeff<t>ü', 'utf16le'), '').charset).toEqual({
      name: 'utf-16le',
      from: 'bom',
    })
    expect(decode(utf16be('\ufeff<t>ü'), '').text).toBe('<t>ü')
  })

  test('UTF-16 is seen without its mark', () => {
    expect(decode(Buffer.from('<t>ü', 'utf16le'), '')).toEqual({
      text: '<t>ü',
      charset: { name: 'utf-16le', from: 'bytes' },
    })
    expect(decode(utf16be('<t>ü'), '').text).toBe('<t>ü')
  })

  test('valid UTF-8 is UTF-8, whatever is said', () => {
    const bytes = Buffer.from(`${declared('iso-8859-1')}Zürich`)
    expect(decode(bytes, 'text/xml; charset=us-ascii').charset).toEqual({ name: 'utf-8', from: 'utf-8' })
    expect(decode(bytes, '').text).toContain('Zürich')
  })

  test('UTF-32 is seen by its mark or its zeros', () => {
    const utf32 = (text: string): Buffer => {
      const codes = [...text].map((char) => char.codePointAt(0) ?? 0)
      const bytes = Buffer.alloc(codes.length * 4)
      for (const [at, code] of codes.entries()) bytes.writeUInt32LE(code, at * 4)
      return bytes
    }
    expect(decode(utf32('\ufeff<t>ü𝄞'), '')).toEqual({
      text: '<t>ü𝄞',
      charset: { name: 'utf-32le', from: 'bom' },
    })
    expect(decode(utf32('<t>ü').swap32(), '')).toEqual({
      text: '<t>ü',
      charset: { name: 'utf-32be', from: 'bytes' },
    })
  })

  test('UTF-8 cut within a character stays UTF-8, and so does one with a stray word', () => {
    const text = '<t>Zürich, Genève, Malmö, Łódź'
    expect(decode(Buffer.from(`${text}ź`).subarray(0, -1), 'text/xml; charset=iso-8859-2')).toEqual({
      text,
      charset: { name: 'utf-8', from: 'utf-8' },
    })
    expect(decode(Buffer.concat([Buffer.from(text), Buffer.of(0x92)]), '').text).toBe(`${text}’`)
  })

  test('UTF-8 beside a story in windows-1252 is read as each was written', () => {
    const utf8 = Buffer.from('<t>Zürich, Genève, Malmö')
    const western = Buffer.from('Größe, Öl', 'latin1')
    expect(decode(Buffer.concat([utf8, western]), '').text).toBe('<t>Zürich, Genève, MalmöGröße, Öl')
  })

  test.each([
    ['Iranâ€™s plan â€“ in GenÃ¨ve', 'Iran’s plan – in Genève'],
    ['the â€œshieldâ€\u009d is up', 'the “shield” is up'],
    ['GrÃ¶ÃŸe und LÃ¤nge', 'Größe und Länge'],
    ['ðŸš€ up', '🚀 up'],
    ['Ð¡Ñ‚Ð°Ñ€Ñ‚ Ñ€Ð°ÐºÐµÑ‚Ñ‹', 'Старт ракеты'],
    // Letters of Portuguese and German before a quotation mark.
    ['«A MANHÃ» e „IRMÓ', '«A MANHÃ» e „IRMÓ'],
    ['„Spaß“, „Größe“', '„Spaß“, „Größe“'],
  ])('UTF-8 that was read as windows-1252 before is read right: %s', (written, meant) => {
    expect(decode(Buffer.from(written), '').text).toBe(meant)
  })

  test('letters tell a charset that nobody names', () => {
    const words = Buffer.from(
      'ÊÀÑÊÀÄ Ïåðåãîâîðû î ïîñòàâêàõ çåðíà ïðîäîëæàòñÿ íà ýòîé íåäåëå â ñòîëèöå',
      'latin1',
    )
    expect(decode(Buffer.concat([Buffer.from('<t>'), words]), '')).toMatchObject({
      charset: { name: 'windows-1251', from: 'detected' },
    })
  })

  test('else HTTP counts, then the declaration, then windows-1252', () => {
    const cyrillic = Buffer.concat([Buffer.from(declared('koi8-r')), Buffer.from([0xc6, 0xcf, 0xd4])])
    expect(decode(cyrillic, 'text/xml; charset="windows-1251"').charset).toEqual({
      name: 'windows-1251',
      from: 'http',
    })
    expect(decode(cyrillic, 'text/xml')).toMatchObject({ charset: { name: 'koi8-r', from: 'xml' } })
    expect(decode(cyrillic, 'text/xml').text).toContain('фот')
    const latin = Buffer.concat([Buffer.from(declared('utf-8')), Buffer.from([0x93, 0xfc, 0x94])])
    expect(decode(latin, 'text/xml; charset=nonsense')).toEqual({
      text: `${declared('utf-8')}“ü”`,
      charset: { name: 'windows-1252', from: 'guess' },
    })
  })

  test('a page says it in its meta, after HTTP and an XML declaration', () => {
    const page = (meta: string): Buffer =>
      Buffer.concat([Buffer.from(`<!doctype html><head>${meta}</head>`), Buffer.from([0xc6, 0xcf, 0xd4])])
    const types = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'
    for (const meta of ['<meta charset=koi8-r>', '<meta charset="KOI8-R"/>', types]) {
      expect(decode(page(meta), 'text/html')).toMatchObject({ charset: { name: 'koi8-r', from: 'meta' } })
      expect(decode(page(meta), 'text/html').text).toContain('фот')
    }
    expect(decode(page('<meta charset=koi8-r>'), 'text/html; charset=windows-1251').charset.from).toBe('http')
    expect(decode(page('<meta charset=utf-8>'), '').charset.from).toBe('guess')
    expect(decode(Buffer.from('<meta charset=koi8-r>ü'), '').charset.from).toBe('utf-8')
  })

  test('ISO-2022-JP, all ASCII bytes, is believed where it is declared', () => {
    const bytes = Buffer.concat([Buffer.from(declared('ISO-2022-JP')), Buffer.from('\x1b$B@-\x1b(B')])
    expect(decode(bytes, '')).toMatchObject({ charset: { name: 'iso-2022-jp', from: 'xml' } })
    expect(decode(bytes, '').text).toContain('性')
  })

  test('NUL and controls go; C1 controls become what they were meant as', () => {
    expect(decode(Buffer.from('a\0b\x07c\td\ne\u0092f\u0081g'), '').text).toBe('abc\td\ne’fg')
  })
})
