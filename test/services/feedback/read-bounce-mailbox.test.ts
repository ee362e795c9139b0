import { commandActor } from '../../../src/core/entities/actor.ts'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import hoodiecrow from 'hoodiecrow-imap'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readImapAddress, type ImapPlace } from '../../../src/mail/incoming/imap/address.ts'
import { imapMailbox } from '../../../src/mail/incoming/imap/mailbox.ts'
import { openReportReader } from '../../../src/mail/incoming/thread/report-thread.ts'
import { listFeedback } from '../../../src/services/feedback/viewing/list-feedback.ts'
import { readBounceMailbox } from '../../../src/services/feedback/read-bounce-mailbox.ts'
import { hanging, hangingReader } from '../../mail/incoming/hanging.ts'
import { notification } from '../../mail/incoming/support.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const certificate = join(import.meta.dirname, '../../mail/certificate')
const credentials = {
  key: readFileSync(join(certificate, 'key.pem')),
  cert: readFileSync(join(certificate, 'cert.pem')),
}
const report = (address: string, id: number) =>
  notification([
    `Final-Recipient: rfc822; ${address}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
  ])
    .toString()
    .replace('<report-1@', `<report-${id}@`)
const fromPerson =
  'From: ada@example.com\r\nSubject: Re: Today\r\nMessage-ID: <a@example.com>\r\n\r\nPlease remove me.'

type Server = ReturnType<typeof hoodiecrow>

async function serverWith(messages: string[], secureConnection = false): Promise<Server> {
  const server = hoodiecrow({
    plugins: ['ID', 'UIDPLUS', 'UNSELECT', 'LITERALPLUS'],
    secureConnection,
    credentials,
    users: { bounces: { password: 'open sesame' } },
    storage: { INBOX: { messages: messages.map((raw) => ({ raw })) } },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

const placeOf = (server: Server, scheme = 'imap'): ImapPlace => {
  const { port } = server.server.address() as AddressInfo
  const place = readImapAddress(`${scheme}://bounces:open%20sesame@127.0.0.1:${port}/`)
  if (!place) throw new Error('the address was not read')
  return place
}

let room: TestNewsroom
let server: Server
const events: string[] = []
const reports = openReportReader()

beforeEach(async () => {
  events.length = 0
  room = await testNewsroom(await dialects[0]!.open())
  server = await serverWith([report('one@example.com', 1), fromPerson, report('two@example.com', 2)])
})
afterEach(async () => {
  await new Promise<void>((resolve) => server.close(resolve))
  await reports.close()
  await room.close()
})

const contextOf = (place: ImapPlace) => ({
  ...room.app.context,
  reports,
  bounceMailbox: imapMailbox(place),
  events: { emit: ({ message }: { message: string }) => void events.push(message) },
})
const { signal } = new AbortController()
const left = () => server.getMailbox('INBOX').messages.map(({ raw }) => /subject: (.*)/i.exec(raw)?.[1])
const kept = async () =>
  (await listFeedback(room.app.context, { kind: null, outcome: null, count: 9 }, commandActor)).map(
    ({ address }) => address,
  )

test('reports are received once and deleted; a person’s message stays, and is not read again', async () => {
  const context = contextOf(placeOf(server))
  await readBounceMailbox(context, signal)
  expect(events).toEqual([])
  expect(await kept()).toEqual(['two@example.com', 'ada@example.com', 'one@example.com'])
  expect(left()).toEqual(['Re: Today'])
  await readBounceMailbox(context, signal)
  expect(await kept()).toHaveLength(3)
})

test('a message stored but not deleted, because the process ended, is stored once', async () => {
  const context = contextOf(placeOf(server))
  const ending = new AbortController()
  const { reports } = context
  const endsAfterFirst = async (bytes: Uint8Array) => {
    const report = await reports.read(bytes)
    ending.abort()
    return report
  }
  await readBounceMailbox({ ...context, reports: { ...reports, read: endsAfterFirst } }, ending.signal)
  expect(await kept()).toEqual(['one@example.com'])
  expect(left()).toHaveLength(3)
  await readBounceMailbox(context, signal)
  expect(await kept()).toEqual(['two@example.com', 'ada@example.com', 'one@example.com'])
})

test('a server with an invalid certificate gets no password, and is reported', async () => {
  const other = await serverWith([report('one@example.com', 1)], true)
  await readBounceMailbox(contextOf(placeOf(other, 'imaps')), signal)
  await new Promise<void>((resolve) => other.close(resolve))
  expect(events).toEqual([
    expect.stringMatching(
      /^the bounce mailbox \(imap:\/\/bounces@127\.0\.0\.1\) was not read: .*certificate/,
    ),
  ])
  expect(await kept()).toEqual([])
})

test('addresses of mailboxes', () => {
  expect(readImapAddress('imaps://me%40x.example:p%2Fw@mail.example.org/Bounces')).toEqual({
    host: 'mail.example.org',
    port: 993,
    isEncrypted: 'from-start',
    user: 'me@x.example',
    pass: 'p/w',
    folder: 'Bounces',
  })
  expect(readImapAddress('imap://me:pw@mail.example.org')).toMatchObject({
    port: 143,
    isEncrypted: 'starttls',
    folder: 'INBOX',
  })
  expect(readImapAddress('imap://me:pw@localhost')).toMatchObject({ isEncrypted: 'no' })
  for (const wrong of [
    '',
    'https://me:pw@x.example',
    'imaps://x.example',
    'imaps://me@x.example',
    'imaps://me:%zz@x.example',
  ])
    expect(readImapAddress(wrong)).toBeNull()
})

test('a message that hangs while it is read is not stored: others are read, and it is retried until it is listed as unreadable', async () => {
  const hung = await serverWith([hanging(report('one@example.com', 1)), report('two@example.com', 2)])
  const hangs = hangingReader()
  const context = contextOf(placeOf(hung))
  try {
    await readBounceMailbox({ ...context, reports: hangs }, signal)
    expect(events).toEqual([expect.stringMatching(/^message 1 of .*3 seconds of computing\); it is tried/)])
    expect(await kept()).toEqual(['two@example.com'])
    // Ending a thread takes less time than hanging it.
    const ends = { ...context, reports: { ...hangs, read: (bytes: Uint8Array) => hangs.read(ended(bytes)) } }
    for (const minute of [1, 3, 7, 15, 31]) {
      room.clock.set(`2026-11-09T07:${String(minute).padStart(2, '0')}Z`)
      await readBounceMailbox(ends, signal)
    }
    expect(events.at(-1)).toContain('it is listed as unreadable')
    expect(await kept()).toEqual([null, 'two@example.com'])
    expect(hung.getMailbox('INBOX').messages).toHaveLength(1)
    room.clock.set('2026-11-10T08:00Z')
    await readBounceMailbox(context, signal)
    expect(await kept()).toEqual(['one@example.com', 'two@example.com'])
    expect(hung.getMailbox('INBOX').messages).toHaveLength(0)
  } finally {
    await hangs.close()
    await new Promise<void>((resolve) => hung.close(resolve))
  }
})

/** The same, by which the thread exits at once. */
const ended = (bytes: Uint8Array): Buffer =>
  Buffer.from(Buffer.from(bytes).toString().replace('X-Thread: computes', 'X-Thread: ends'))
