import { afterEach, expect, test } from 'vitest'
import type { ReportReader } from '../../../src/mail/incoming/thread/report-thread.ts'
import { hanging, hangingReader } from './hanging.ts'
import { notification } from './support.ts'

const report = notification([
  'Final-Recipient: rfc822; a@example.com',
  'Action: failed',
  'Status: 5.1.1',
]).toString()
const read = (reader: ReportReader, text: string) => reader.read(Buffer.from(text))

let reader: ReportReader
afterEach(() => reader.close())

test.each([
  ['computes', 'message-too-much-computing'],
  ['fills', 'message-not-read'],
  ['throws', 'message-not-read'],
  ['ends', 'message-reading-ended'],
])(
  'a message by which the thread %s is not read, but the next one is, by a new thread',
  async (does, code) => {
    reader = hangingReader()
    const [before, hung, after] = await Promise.allSettled(
      [report, hanging(report, does), report].map((text) => read(reader, text)),
    )
    expect(before).toMatchObject({ value: { kind: 'bounce' } })
    expect(hung).toMatchObject({ reason: { code: 'busy', says: { code } } })
    expect(after).toMatchObject({ value: { kind: 'bounce' } })
  },
)

test('a thread that hangs without computing is ended after its limit', async () => {
  reader = hangingReader({ computing: 300_000, waiting: 2000 })
  await expect(read(reader, hanging(report, 'waits'))).rejects.toMatchObject({
    code: 'busy',
    message: 'the message was not read: it takes more than 2 seconds',
  })
})

test('the message in progress is not read when the reader closes', async () => {
  reader = hangingReader()
  const reading = read(reader, hanging(report, 'waits'))
  const ended = expect(reading).rejects.toMatchObject({ says: { code: 'message-reading-ended' } })
  await Promise.resolve()
  await reader.close()
  await ended
})
