import { expect, test } from 'vitest'
import type { ReportLimit } from '../../../src/core/entities/feedback/report.ts'
import { readReport } from '../../../src/mail/incoming/read-report.ts'
import { notification } from './support.ts'

const megabyte = 1024 * 1024
const fields = ['Final-Recipient: rfc822; a@example.com', 'Action: failed', 'Status: 5.1.1']
const gone = notification(fields).toString()

function nested(depth: number, end: string): string {
  const opens = Array.from(
    { length: depth },
    (_, at) => `Content-Type: multipart/mixed; boundary="b${at}"\r\n\r\n--b${at}\r\n`,
  )
  return `From: a@example.com\r\nSubject: Deep\r\n${opens.join('')}${end}`
}

const recipients = (count: number): string => {
  const each = Array.from(
    { length: count },
    (_, at) => `Final-Recipient: rfc822; r${at}@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n`,
  )
  return notification([each.join('\r\n')]).toString()
}

const cases: [string, string, ReportLimit][] = [
  [
    'a report of 25 MB',
    gone.replace('Today.\r\n--b--', 'x'.repeat(76).concat('\r\n').repeat(340_000)),
    'bytes',
  ],
  ['parts 1,000 deep', nested(1000, 'Content-Type: text/plain\r\n\r\nHello'), 'structure'],
  ['headers without an end', `From: a@example.com\r\n${'X-Long: yes\r\n'.repeat(120_000)}`, 'structure'],
  ['a header of 2 MB', `From: a@example.com\r\nX-Long: ${'y'.repeat(2 * megabyte)}`, 'structure'],
  ['100,000 recipients', recipients(100_000), 'recipients'],
  [
    'a bomb of base64',
    `From: a@example.com\r\nContent-Transfer-Encoding: base64\r\n\r\n${'QUFB'.repeat(19).concat('\r\n').repeat(40_000)}`,
    'bytes',
  ],
]

test.each(cases)('%s is read within limits, which are named', async (_, text, limit) => {
  const report = await readReport(Buffer.from(text))
  expect(report.limits).toContain(limit)
  expect(report.recipients.length).toBeLessThanOrEqual(500)
  expect(report.personalMessage?.text.length ?? 0).toBeLessThanOrEqual(16_384)
})

test('a report whose returned message alone is too large is known for what it is', async () => {
  const [, text = ''] = cases[0] ?? []
  const { kind, recipients } = await readReport(Buffer.from(text))
  expect({ kind, recipients }).toMatchObject({
    kind: 'bounce',
    recipients: [{ address: 'a@example.com', hard: true }],
  })
})

const malformed: [string, Buffer][] = [
  ['nothing', Buffer.alloc(0)],
  ['zeros', Buffer.alloc(100_000)],
  ['each byte', Buffer.from(Array.from({ length: 65_536 }, (_, at) => (at * 7919) % 256))],
  ['line ends alone', Buffer.from('\r\n'.repeat(50_000))],
  ['a boundary that never comes', Buffer.from(gone.replaceAll('--b', '--c'))],
  ['an empty boundary', Buffer.from(gone.replace('boundary="b"', 'boundary=""'))],
  ['a report that breaks off', Buffer.from(gone.slice(0, 700))],
  [
    'an unknown charset',
    Buffer.from('From: =?x-none?B?////?=\r\nContent-Type: text/plain; charset=x-none\r\n\r\n\u00ff'),
  ],
  ['words that are not encoded right', Buffer.from('Subject: =?utf-8?Q?=ZZ=?=\r\nFrom: <<<>>>@@@\r\n\r\n')],
  ['a report in a report', Buffer.from(gone.replace('Today.', gone))],
]

test.each(malformed)('%s is read without a fault', async (_, bytes) => {
  expect(await readReport(bytes)).toMatchObject({ kind: expect.any(String) })
})
