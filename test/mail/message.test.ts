import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { mark, withoutMarks } from '../../src/core/text/slots.ts'
import {
  boundaryOf,
  joinVariant,
  reusedMemory,
  unstuff,
  variantJoiner,
} from '../../src/mail/message/message.ts'
import { encodePiece } from '../../src/core/text/encode.ts'
import { fieldsFor, plainRecipient, plainValues, variantOf } from './support.ts'

const parse = (mail: Buffer) =>
  simpleParser(unstuff(mail), { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true })

/** A part as it was joined, before a parser trims it. */
function decodedPart(mail: Buffer, type: string): string {
  const [, ...sections] = unstuff(mail).toString('latin1').split('\r\n--=_daywire_7_1')
  const section = sections.find((one) => one.includes(`Content-Type: ${type}`)) ?? ''
  const body = section.slice(section.indexOf('\r\n\r\n') + 4)
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

const awkward = [
  '.a dot begins this\n..and two this\n.\n',
  `${'long '.repeat(400)}\n`,
  `${'unbroken'.repeat(300)}\n`,
  'Ünïcode — “quotes”, 核, 😀 and = signs == =20 =\n',
  'trailing spaces   \n\ttabs\t\n\n\n',
  '--=_daywire_7_1--\n',
  `${'.'.repeat(300)}\n`,
]

describe('a joined e-mail', () => {
  test('contains text and HTML exactly as in the blocks, text first', async () => {
    const html = awkward.map((text) => `<p>${text.trimEnd()}</p>\n`)
    const mail = variantOf(html, awkward).fill(fieldsFor(1), plainRecipient)
    expect(decodedPart(mail, 'text/plain')).toBe(awkward.join('').replaceAll('\n', '\r\n'))
    expect(decodedPart(mail, 'text/html')).toBe(html.join('').replaceAll('\n', '\r\n'))
    const source = mail.toString('latin1')
    expect(source.indexOf('text/plain')).toBeLessThan(source.indexOf('text/html'))
    const parsed = await parse(mail)
    expect(parsed.text).toContain('Ünïcode — “quotes”, 核, 😀 and = signs == =20 =')
    expect(parsed.html).toContain('<p>.a dot begins this')
    expect(parsed.attachments).toEqual([])
  })

  test('is ready for SMTP: ASCII lines of at most 998, only CRLF, and no line with a single dot', () => {
    const mail = variantOf(awkward, awkward).fill(fieldsFor(1), plainRecipient)
    const source = mail.toString('latin1')
    expect(source).not.toMatch(/(?<!\r)\n|\r(?!\n)|[^\r\n\t\x20-\x7e]/)
    expect(source.endsWith('\r\n')).toBe(true)
    const lines = source.split('\r\n')
    expect(lines.filter((line) => line === '.')).toEqual([])
    expect(lines.filter((line) => line.startsWith('.') && !line.startsWith('..'))).toEqual([])
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78)
  })

  test('fills slots of the variant and of the recipient, escaped in HTML and plain in text', async () => {
    const html = [
      `<title>${mark('subject')}</title><p>${mark('topics')}</p>\n`,
      `<a href="${mark('unsubscribeUrl')}">x</a> ${mark('address')}\n`,
    ]
    const text = [
      `${mark('subject')}\n`,
      `For ${mark('address')}: ${mark('unsubscribeUrl')} ${mark('topicsUrl')}\n`,
    ]
    const variant = variantOf(html, text, { subject: '.“A <b> & C”', topics: 'Arms & treaties' })
    const mail = await parse(
      variant.fill(fieldsFor(1), {
        address: "o'reilly<script>@example.org",
        topicsUrl: 'https://news.example.org/t/x?a=1&b=2',
        unsubscribeUrl: 'https://news.example.org/u/"><img>',
      }),
    )
    expect(mail.subject).toBe('.“A <b> & C”')
    expect(mail.html).toContain('<title>.“A &lt;b&gt; &amp; C”</title><p>Arms &amp; treaties</p>')
    expect(mail.html).toContain(
      '<a href="https://news.example.org/u/&quot;&gt;&lt;img&gt;">x</a> o&#39;reilly&lt;script&gt;@example.org',
    )
    expect(mail.text).toContain(
      '.“A <b> & C”\nFor o\'reilly<script>@example.org: https://news.example.org/u/"><img> https://news.example.org/t/x?a=1&b=2',
    )
  })

  test('is the same with a caching joiner, and nothing of one recipient leaks to the next', () => {
    const pieces = [`<p>${mark('topics')} ${mark('address')}</p>\n`].map(encodePiece)
    const input = {
      boundary: boundaryOf(7, 1),
      html: pieces,
      text: pieces,
      values: plainValues,
      language: 'en',
    }
    const join = variantJoiner()
    const second = { ...input, values: { ...plainValues, topics: 'Chemical', subject: 'Other' } }
    const other = { ...plainRecipient, address: 'somebody.else@example.org' }
    for (const each of [input, second, input])
      for (const recipient of [plainRecipient, other, plainRecipient])
        expect(join(each).fill(fieldsFor(1), recipient)).toEqual(
          joinVariant(each).fill(fieldsFor(1), recipient),
        )
  })

  test('e-mails that share memory have the same bytes as e-mails that do not', () => {
    const short = variantOf(['<p>short</p>\n'], ['short\n'])
    const long = variantOf(awkward, awkward)
    const memory = reusedMemory()
    for (const variant of [short, long, short, long])
      expect(variant.fill(fieldsFor(1), plainRecipient, memory)).toEqual(
        variant.fill(fieldsFor(1), plainRecipient),
      )
  })

  test('line breaks and dots in a value cannot end a line or the e-mail', async () => {
    const evil = 'one\r\n.\r\nMAIL FROM:<x@example.org>\n.\n\r.\r'
    const html = [`<p>${mark('preheader')}${mark('address')}</p>\n`]
    const mail = variantOf(html, html, { preheader: evil }).fill(fieldsFor(1), {
      ...plainRecipient,
      address: evil,
    })
    const source = mail.toString('latin1')
    expect(source).not.toMatch(/(?<!\r)\n|\r(?!\n)/)
    expect(source).not.toMatch(/\r\n\.\r\n|\r\nMAIL/)
    expect((await parse(mail)).html).toContain('one . MAIL FROM:&lt;x@example.org&gt;')
  })

  test('values longer than the reserved space are shortened', async () => {
    const html = [`<p>${mark('topics')}</p>\n`]
    const mail = variantOf(html, html, { topics: '<&"> '.repeat(500) }).fill(fieldsFor(1), plainRecipient)
    expect(Buffer.byteLength((await parse(mail)).html || '')).toBeLessThan(500)
  })

  test('a value cannot name a slot', async () => {
    const html = [`<p>${mark('topics')}</p>\n`]
    const mail = variantOf(html, html, { topics: `${mark('unsubscribeUrl')}\u0001address\u0001` }).fill(
      fieldsFor(1),
      plainRecipient,
    )
    expect(decodedPart(mail, 'text/html')).not.toContain('news.example.org')
    expect(withoutMarks(mark('address'))).toBe('address')
  })

  test('refuses a boundary that a text could contain', () => {
    const input = { html: [], text: [], values: plainValues, language: 'en' }
    expect(() => joinVariant({ ...input, boundary: 'plain' })).toThrow('boundary')
    expect(() => joinVariant({ ...input, boundary: '=_x"\r\nX: y' })).toThrow('boundary')
  })

  test('reports its size', () => {
    const variant = variantOf(awkward, awkward)
    const mail = variant.fill(fieldsFor(1), plainRecipient)
    expect(mail.length - variant.bytes).toBeGreaterThan(300)
    expect(mail.length - variant.bytes).toBeLessThan(1000)
  })
})
