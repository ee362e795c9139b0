import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import { oneLine } from '../../src/core/text/text.ts'
import { unstuff } from '../../src/mail/message/message.ts'
import { singleMail } from '../../src/mail/message/single-mail.ts'

const hostile = [
  'plain',
  'x\r\nBcc: other@example.org\r\n\r\nbody',
  'x\nSubject: another',
  'x\rX-Injected: yes',
  '\u0000\u0007\u001b[31m',
  '=?utf-8?q?encoded?= already',
  `"quoted" <angle@example.org>, two@example.org; (comment) \\`,
  'word'.repeat(1_000),
  '核実験'.repeat(700),
  '👩‍👩‍👧 e\u0301 \u202Eright to left\u202C \u200B',
  '\ud83d lone surrogates \ude00',
  '.\r\n..\r\n.leading\r\n.',
  ' \t blanks \t ',
  '%0d%0aBcc: a ${x} {{x}} <%= x %> $(x) `x`',
]

const mailWith = (changes: Partial<Parameters<typeof singleMail>[0]>) =>
  singleMail({
    id: 7,
    host: 'news.example.org',
    from: { name: 'Harbour Newswire', email: 'news@xn--bcher-kva.example' },
    to: 'editor@example.org',
    at: Temporal.Instant.from('2026-03-04T05:06:07Z'),
    subject: 'Subject',
    html: '<p>Hello</p>',
    text: 'Hello',
    ...changes,
  })

describe.for(hostile)('a message with %j', (text) => {
  test.for(['subject', 'sender', 'html', 'text'] as const)('as its %s', async (where) => {
    const mail = mailWith(
      where === 'sender' ? { from: { name: text, email: 'news@example.org' } } : { [where]: text },
    )
    const raw = mail.toString('latin1')
    // 7-bit, only CRLF, lines of RFC 5322 §2.1.1, no line with a single dot before the end.
    expect(mail.every((byte) => byte > 0 && byte < 128)).toBe(true)
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(raw.endsWith('\r\n')).toBe(true)
    expect(raw.split('\r\n').every((line) => line.length <= 998)).toBe(true)
    expect(raw).not.toMatch(/(^|\r\n)\.(?!\.)/)
    const parsed = await simpleParser(unstuff(mail), { skipHtmlToText: true, skipTextToHtml: true })
    expect(parsed.headerLines.map(({ key }) => key).toSorted()).toEqual([
      'auto-submitted',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
    ])
    expect(parsed.from?.value).toHaveLength(1)
    expect(parsed.to).toMatchObject({ value: [{ address: 'editor@example.org' }] })
    if (where === 'subject') expect(oneLine(parsed.subject ?? '')).toBe(oneLine(text.toWellFormed()))
  })
})

test('a non-ASCII address is in To unchanged', () => {
  const mail = mailWith({ to: 'jürgen@xn--bcher-kva.example' })
  expect(mail.toString()).toMatch(/^To: <?jürgen@xn--bcher-kva\.example>?\r$/m)
})
