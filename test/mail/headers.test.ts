import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { messageId } from '../../src/mail/message/headers.ts'
import { headerDate } from '../../src/core/text/header-date.ts'
import { unstuff } from '../../src/mail/message/message.ts'
import { fieldsFor, newsroom, plainRecipient, variantOf } from './support.ts'

const source = (subject: string, changes = {}, room = newsroom) =>
  unstuff(variantOf(['<p>x</p>\n'], ['x\n'], { subject }).fill(fieldsFor(12, changes, room), plainRecipient))

const headOf = (mail: Buffer) => mail.toString().split('\r\n\r\n')[0] ?? ''

const hostile = [
  'a\r\nBcc: victim@example.org',
  'a\nBcc: victim@example.org\n\n<p>body</p>',
  'a\rX-Evil: 1',
  'a\u0000b\u0007c\u001b[31m',
  'a\u2028X-Evil: 1\u2029X-Evil: 2\u0085X-Evil: 3',
  'a\u000bX-Evil: 1\u000cX-Evil: 2',
  '=?utf-8?Q?a=0D=0AX-Evil:_1?=',
  '=?utf-8?Q?half',
  '"quoted" \\ back <x@example.org>, other@example.org',
  '\u202Egnp.exe \u200Bzero\uFEFF',
  '😀'.repeat(120),
  'ﷺ مرحبا بالعالم ﷽ '.repeat(12),
  'x'.repeat(2000),
  ' leading and trailing ',
  '\ud800 lone \udfff',
  ';:(comment) [x] a@b',
  '.',
  '',
]

const mandatory = [
  'From',
  'List-Id',
  'List-Archive',
  'List-Help',
  'List-Unsubscribe-Post',
  'Precedence',
  'Auto-Submitted',
  'Feedback-ID',
  'MIME-Version',
  'To',
  'Date',
  'Message-ID',
  'Subject',
  'Content-Language',
  'Content-Type',
]

describe('headers', () => {
  test.for(hostile)('no text can add another header: %j', async (text) => {
    const room = {
      ...newsroom,
      sender: { name: text, email: `n${text}@example.org` },
      replyTo: text,
      digest: { key: text, name: text },
    }
    const changes = {
      to: text,
      unsubscribeUrl: `https://example.org/${text}`,
      unsubscribeMail: `mailto:${text}`,
    }
    const head = headOf(source(text, changes, room))
    const names = head
      .split('\r\n')
      .filter((line) => !line.startsWith(' '))
      .map((line) => line.slice(0, line.indexOf(':')))
    // Omitted if they would be empty, or longer than a line may be.
    const optional = ['Reply-To', 'List-Unsubscribe']
    expect(names.filter((name) => !optional.includes(name))).toEqual(mandatory)
    expect(new Set(names).size).toBe(names.length)
    expect(head).not.toMatch(/(?<!\r)\n|\r(?!\n)|[^\P{Cc}\r\n]|\u2028|\u2029/u)
    expect(Math.max(...head.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(998)
  })

  test.for([
    'Inspectors return to a plant',
    'Ein Vertrag über „Raketen“ – und was fehlt, nach Jahren des Verhandelns in vielen Städten der Welt',
    '核不拡散条約の再検討会議、最終文書の採択に至らず閉幕し各国の代表は声明を出した',
    'see =?utf-8?Q?this?= and "that"',
    'A very long subject of plain words that goes on and on until it has to be folded, more than once, before it ends',
    '😀😀😀 three, with an é at the en' + 'd'.repeat(90),
  ])('the subject is received as written, with lines of at most 78: %s', async (subject) => {
    const mail = source(subject)
    expect((await simpleParser(mail)).subject).toBe(subject)
    expect(
      Math.max(
        ...headOf(mail)
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(78)
  })

  test('From, Reply-To, To and the list headers are parsed as intended', async () => {
    const room = {
      ...newsroom,
      sender: { name: 'Müller, "Wire" & Co.', email: 'news@example.org' },
      replyTo: 'desk@example.org',
      digest: { key: 'daily', name: 'Täglich' },
    }
    const mail = await simpleParser(source('x', {}, room))
    expect(mail.from?.value).toEqual([{ name: 'Müller, "Wire" & Co.', address: 'news@example.org' }])
    expect(mail.replyTo?.text).toBe('desk@example.org')
    expect(mail.to).toMatchObject({ text: 'reader12@example.org' })
    expect(mail.headers.get('list')).toMatchObject({
      id: { name: '=?UTF-8?Q?T=C3=A4glich?=', id: 'daily.news.example.org' },
      unsubscribe: { url: 'https://news.example.org/u/AAAAAAAAAAAAAAAAAAAAAAAA' },
      'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
    })
    expect(mail.headers.get('precedence')).toBe('bulk')
    expect(mail.headers.get('feedback-id')).toBe('e7:daily:digest:daywire')
    expect(mail.headers.get('content-language')).toBe('en')
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
    expect(headOf(source('x'))).toContain('\r\nList-Archive: <https://news.example.org/>\r\n')
    expect(headOf(source('x'))).toContain(
      '\r\nList-Help: <mailto:news@example.org?subject=help>,\r\n <https://news.example.org/>\r\n',
    )
    expect(mail.date?.toISOString()).toBe('2026-03-04T05:06:07.000Z')
  })

  test('no address of List-Unsubscribe is folded', () => {
    const url = `https://news.example.org/a/long/path/that/goes/on/${'x'.repeat(80)}/u/AAAAAAAAAAAAAAAAAAAAAAAA`
    const head = headOf(source('x', { unsubscribeUrl: url }))
    expect(head).toContain(
      `List-Unsubscribe: <${url}>,\r\n <mailto:unsubscribe+AAAAAAAAAAAAAAAAAAAAAAAA@example.org>\r\n`,
    )
  })

  test('a non-ASCII address is in To unchanged', async () => {
    const mail = source('x', { to: 'jürgen@example.org' })
    expect(headOf(mail)).toContain('\r\nTo: jürgen@example.org\r\n')
  })

  test('the Message-ID depends only on edition, subscriber and host', () => {
    const first = messageId(7, 12, 'news.example.org')
    expect(first).toMatch(/^<d7\.s12\.[0-9a-f]{12}@news\.example\.org>$/)
    expect(messageId(7, 12, 'news.example.org')).toBe(first)
    const others = [
      messageId(8, 12, 'news.example.org'),
      messageId(7, 13, 'news.example.org'),
      messageId(7, 12, 'example.org'),
    ]
    expect(new Set([first, ...others].map((id) => id.split('.')[2]?.split('@')[0])).size).toBe(4)
    expect(headOf(source('x', { at: Temporal.Instant.from('2030-01-01T00:00:00Z') }))).toContain(
      `Message-ID: ${first}\r\n`,
    )
  })

  test('a date is in UTC, on whatever day', () => {
    expect(headerDate(Temporal.Instant.from('2026-03-01T23:04:05.999-01:00'))).toBe(
      'Mon, 02 Mar 2026 00:04:05 +0000',
    )
    expect(headerDate(Temporal.Instant.from('2024-12-29T12:00:00Z'))).toBe('Sun, 29 Dec 2024 12:00:00 +0000')
  })
})
