import { afterEach, beforeEach, expect, test } from 'vitest'
import { english } from '../../../src/core/said/sentence.ts'
import { imapMailbox } from '../../../src/mail/incoming/imap/mailbox.ts'
import { aboutBounces } from '../../../src/services/newsroom/doctor/doctor-bounces.ts'
import { startImapServer, type ImapServer } from '../../mail/incoming/imap-server.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

let room: TestNewsroom
let server: ImapServer
beforeEach(async () => {
  room = await testNewsroom(await dialects[0]!.open())
  server = await startImapServer()
  room.clock.set('2026-11-09T12:00Z')
})
afterEach(async () => {
  await server.close()
  await room.close()
})

const found = async (bounceAddress: string | null, isRead = true) => {
  const { context } = room.app
  const newsroom = await context.store.newsroom.get()
  const sender = { name: 'The Wire', email: 'desk@wire.example.org' }
  const settings = { ...context.settings, bounceAddress }
  const bounceMailbox = isRead ? imapMailbox(server.place) : null
  const findings = await aboutBounces(
    { ...context, settings, bounceMailbox },
    newsroom && { ...newsroom, sender },
  )
  return findings.map(({ state, says }) => `${state}: ${english(says)}`)
}

test('a valid address and mailbox are reported, with how to test them and what is waiting', async () => {
  expect(await found('bounce@wire.example.org')).toEqual([
    expect.stringMatching(/^fine: bounce@.* send an e-mail to bounce\+test@wire\.example\.org: /),
    'fine: imap://bounces@127.0.0.1 answers: nothing is waiting',
  ])
  server.add('From: a@example.com\r\n\r\nHello', 'From: b@example.com\r\n\r\nHello')
  const [, mailbox] = await found('bounce@wire.example.org')
  expect(mailbox).toBe(
    'fine: imap://bounces@127.0.0.1 answers: 2 messages are waiting, the oldest for 5 hours',
  )
  expect(server.messages.size).toBe(2)
  expect(server.said.filter((line) => /STORE|EXPUNGE/.test(line))).toEqual([])
})

test('another domain, no address, and no mailbox to read are reported', async () => {
  expect((await found('bounce@bounces.wire.example.org', false)).slice(1)).toEqual([
    expect.stringMatching(/^note: not read by Daywire/),
  ])
  expect((await found('bounce@other.example.net', false))[1]).toMatch(
    /^note: its domain, other\.example\.net, /,
  )
  expect(await found(null)).toEqual([expect.stringMatching(/^note: none: /)])
})

test('a server that refuses is named, without the password', async () => {
  server.misbehave = (line) => (line.startsWith('SELECT') ? 'TAG NO no such folder\r\n' : null)
  const [, mailbox] = await found('bounce@wire.example.org')
  expect(mailbox).toMatch(/^missing: imap:\/\/bounces@127\.0\.0\.1 cannot be read: SELECT: .*no such folder/)
  expect(mailbox).not.toContain('sesame')
})
