import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import type { FeedbackOutcome } from '../../../src/core/entities/feedback/feedback.ts'
import { imapBounds } from '../../../src/mail/incoming/imap/session.ts'
import { imapMailbox } from '../../../src/mail/incoming/imap/mailbox.ts'
import { openReportReader } from '../../../src/mail/incoming/thread/report-thread.ts'
import { listFeedback } from '../../../src/services/feedback/viewing/list-feedback.ts'
import { readBounceMailbox } from '../../../src/services/feedback/read-bounce-mailbox.ts'
import { startImapServer, type Answer, type ImapServer } from '../../mail/incoming/imap-server.ts'
import { notification } from '../../mail/incoming/support.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const report = (id: number): string =>
  notification([`Final-Recipient: rfc822; reader${id}@example.com`, 'Action: failed', 'Status: 5.1.1'])
    .toString()
    .replace('<report-1@', `<report-${id}@`)

let room: TestNewsroom
let server: ImapServer
const events: string[] = []
const reports = openReportReader()

beforeEach(async () => {
  events.length = 0
  room = await testNewsroom(await dialects[0]!.open())
  server = await startImapServer(report(1), report(2), report(3))
})
afterEach(async () => {
  await server.close()
  await reports.close()
  await room.close()
})

/** Where a server never answers, little patience is enough; in milliseconds and bytes. */
const impatient = { silence: 2000, command: 3000 }
const bounds = { ...imapBounds, message: 50_000, line: 20_000 }
const read = (own = {}) =>
  readBounceMailbox(
    {
      ...room.app.context,
      reports,
      bounceMailbox: imapMailbox(server.place, { ...bounds, ...own }),
      events: { emit: ({ name, message }) => void events.push(`${name}: ${message}`) },
    },
    new AbortController().signal,
  )
const kept = async (outcome: FeedbackOutcome | null = null) =>
  (await listFeedback(room.app.context, { kind: null, outcome, count: 9 }, commandActor))
    .map(({ address, says }) => address ?? says)
    .toSorted()
const all = ['reader1@example.com', 'reader2@example.com', 'reader3@example.com']

test('a server that keeps to the standard is read to its end', async () => {
  await read()
  expect(events).toEqual([])
  expect(await kept()).toEqual(all)
  expect(server.messages.size).toBe(0)
})

const stages: [string, string, string][] = [
  ['its greeting', 'greeting', 'connect'],
  ['the login', 'LOGIN', 'connect'],
  ['opening the folder', 'SELECT', 'SELECT'],
  ['listing', 'UID SEARCH', 'SEARCH'],
]

test.each(stages)('a server that says nothing at %s is left, and named', async (_, command, stage) => {
  server.misbehave = (line) => (line.startsWith(command) ? 'hang' : null)
  await read(impatient)
  expect(events).toEqual([expect.stringMatching(new RegExp(`^bounces.unread: .* was not read: ${stage}: `))])
  server.misbehave = () => null
  await read()
  expect(await kept()).toEqual(all)
})

test.each(stages)('a server that hangs up at %s is named', async (_, command, stage) => {
  server.misbehave = (line) => (line.startsWith(command) ? 'drop' : null)
  await read()
  expect(events).toEqual([expect.stringMatching(new RegExp(`^bounces.unread: .* was not read: ${stage}: `))])
})

const endless: [string, Answer, RegExp][] = [
  ['a line without an end', { first: '* 1 FETCH (', again: 'x'.repeat(5000) }, /Line length|Response size/],
  [
    'a literal without an end',
    { first: '* 1 FETCH (UID 1 BODY[]<0> {49000}\r\n', again: 'x'.repeat(5000) },
    /Line length|Response size/,
  ],
  [
    'a literal of 2^40 bytes',
    { first: '* 1 FETCH (UID 1 BODY[]<0> {1099511627776}\r\n', again: 'x'.repeat(5000) },
    /Literal size 1099511627776 exceeds/,
  ],
  ['one small answer after another', { first: '', again: '* 1 FETCH (FLAGS (\\Seen))\r\n' }, /more than 3 s/],
  ['no answer at all', 'hang', /timeout/],
  ['a connection that ends', 'drop', /FETCH 1: Connection not available/],
  [
    'a literal that ends too early',
    '* 1 FETCH (UID 1 BODY[]<0> {900}\r\nFrom: x)\r\nTAG OK done\r\n',
    /timeout/,
  ],
  ['an answer that nobody can read', '* 1 FETCH ((((\r\nTAG OK done\r\n', /FETCH 1/],
]

test.each(endless)(
  '%s is bounded, named, and keeps no other message from being read',
  async (_, answer, why) => {
    server.misbehave = (line) => (line.startsWith('UID FETCH 1 ') ? answer : null)
    await read(impatient)
    expect(events[0]).toMatch(/^bounces.message-fault: message 1 of the bounce mailbox was not read /)
    expect(events.join()).toMatch(why)
    await read()
    expect(await kept()).toEqual(all.slice(1))
    expect([...server.messages.keys()]).toEqual([1])
    server.misbehave = () => null
    room.clock.set('2026-11-09T07:05Z')
    await read()
    expect(await kept()).toEqual(all)
    expect(server.messages.size).toBe(0)
  },
)

test('a server that says good-bye, and one that repeats the password, are quoted without it', async () => {
  server.misbehave = (line) => (line === 'greeting' ? '* BYE too many connections\r\n' : null)
  await read()
  expect(events.at(-1)).toContain('too many connections')
  server.misbehave = (line) => (line.startsWith('LOGIN') ? 'TAG NO not with open sesame\r\n' : null)
  await read()
  expect(events.at(-1)).toMatch(/was not read: connect: .*not with …/)
  expect(events.join()).not.toContain('sesame')
})

test('a message that is refused is set aside after six attempts, with its size, and read where that works again', async () => {
  server.misbehave = (line) => (/^UID FETCH 1 .*BODY/.test(line) ? 'TAG NO not this one\r\n' : null)
  for (const minute of [0, 1, 3, 7, 15, 31]) {
    room.clock.set(`2026-11-09T07:${String(minute).padStart(2, '0')}Z`)
    await read()
    // Nothing is due before the next wait is over.
    await read()
  }
  const [first, ...more] = events
  expect(first).toMatch(/^bounces.message-fault: message 1 .*not this one/)
  expect(more).toEqual([expect.stringMatching(/^bounces.unreadable: message 1 /)])
  expect(server.said.filter((line) => /^UID FETCH 1 .*BODY/.test(line))).toHaveLength(6)
  expect(await kept('unreadable')).toEqual([
    expect.stringMatching(`^UID 1 \\(${report(1).length} B\\): FETCH 1: .*not this one`),
  ])
  expect([...server.messages.keys()]).toEqual([1])
  expect(await kept()).toHaveLength(3)
  server.misbehave = () => null
  room.clock.set('2026-11-09T09:00Z')
  await read()
  expect(await kept()).toEqual(all)
  expect(server.messages.size).toBe(0)
})

test('a message that the server lists and does not give is tried again; one that is gone is forgotten', async () => {
  server.misbehave = (line) => (/^UID FETCH 2 .*BODY/.test(line) ? 'TAG OK done\r\n' : null)
  await read()
  expect(events).toEqual([expect.stringContaining('the server lists it but does not return it')])
  server.messages.delete(2)
  room.clock.set('2026-11-09T07:05Z')
  await read()
  expect(await room.app.context.store.mailboxMessages.count('reading')).toBe(0)
  expect(await kept()).toEqual([all[0], all[2]])
})

test('what was kept and could not be deleted is deleted later, and counted once', async () => {
  server.misbehave = (line) => (line.startsWith('UID STORE') ? 'TAG NO read-only\r\n' : null)
  await read()
  expect(await kept()).toEqual(all)
  expect(server.messages.size).toBe(3)
  expect(events).toHaveLength(3)
  expect(events[0]).toMatch(/^bounces.message-fault: message 1 of the bounce mailbox was not deleted/)
  server.misbehave = () => null
  room.clock.set('2026-11-09T07:05Z')
  await read()
  expect(server.messages.size).toBe(0)
  expect(await kept()).toEqual(all)
  expect(await room.app.context.store.mailboxMessages.count('deleting')).toBe(0)
})

test('a number that no message can have yet ends the reading of none', async () => {
  server.misbehave = (line) =>
    line.startsWith('UID SEARCH UID 1:') ? '* SEARCH 4294967295 1 2 3\r\nTAG OK done\r\n' : null
  await read()
  expect(await kept()).toEqual(all)
  // A position that a server gave before it was looked at.
  await room.app.context.store.newsroom.putSetting(
    'bounce-mailbox',
    JSON.stringify({ validity: '7', uid: 4294967295 }),
  )
  server.misbehave = () => null
  server.add(report(4))
  await read()
  expect(await kept()).toEqual([...all, 'reader4@example.com'])
})

test('where the server numbers its messages anew, all are looked at again, and nothing is kept twice', async () => {
  server.misbehave = (line) => (line.startsWith('UID STORE') ? 'TAG NO read-only\r\n' : null)
  await read()
  server.misbehave = () => null
  server.validity += 1
  events.length = 0
  await read()
  expect(events).toEqual([expect.stringMatching(/^bounces.renumbered: /)])
  expect(await kept()).toEqual(all)
  expect(server.messages.size).toBe(0)
})
