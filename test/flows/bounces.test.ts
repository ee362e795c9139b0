import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, systemActor } from '../../src/core/entities/actor.ts'
import { english } from '../../src/core/said/sentence.ts'
import { imapMailbox } from '../../src/mail/incoming/imap/mailbox.ts'
import { approve } from '../../src/services/editions/approve.ts'
import { compose } from '../../src/services/editions/composing/compose.ts'
import { collect } from '../../src/services/collecting/reading/collect.ts'
import type { Context } from '../../src/services/context.ts'
import { receiveMessage } from '../../src/services/feedback/receive-message.ts'
import { readBounceMailbox } from '../../src/services/feedback/read-bounce-mailbox.ts'
import { sendDue } from '../../src/services/sending/delivery/send-due.ts'
import { startSending } from '../../src/services/sending/delivery/start-sending.ts'
import { startImapServer, type ImapServer } from '../mail/incoming/imap-server.ts'
import { complaint, notification } from '../mail/incoming/support.ts'
import { startScriptedServer, type ScriptedServer } from '../mail/scripted-server.ts'
import { dialects } from '../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../services/newsroom.ts'

const bounceAddress = 'bounce@wire.example.org'
const readers = ['stays', 'gone', 'full', 'annoyed', 'away', 'forged'].map((name) => `${name}@example.com`)
const gone = (reader: string, status: string, says: string) =>
  notification([
    `Final-Recipient: rfc822; ${reader}`,
    'Action: failed',
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${says}`,
  ]).toString()

describe.each(dialects)('an edition that bounces, on $name', ({ open }) => {
  let room: TestNewsroom
  let context: Context
  let relay: ScriptedServer
  let imap: ImapServer
  beforeEach(async () => {
    relay = await startScriptedServer({})
    imap = await startImapServer()
    room = await testNewsroom(await open())
    const settings = { ...room.app.context.settings, bounceAddress }
    context = room.sendingTo(relay.port, { settings, bounceMailbox: imapMailbox(imap.place) })
    for (const email of readers) await room.reader(email)
  })
  afterEach(async () => {
    await relay.close()
    await imap.close()
    await room.close()
  })

  /** Sends an edition; returns its id, and the return path of each sent e-mail. */
  async function send(day: string, headline: string) {
    room.clock.set(`2026-11-${day}T07:00Z`)
    const from = relay.mails.length
    await room.story(day, headline, 'nuclear')
    await collect(context)
    const now = context.clock.now()
    const date = Temporal.PlainDate.from(`2026-11-${day}`)
    const when = { digest: room.digest, date, number: 0, frozenAt: now, dueAt: now }
    const { edition } = await compose(context, when, commandActor)
    await approve(context, edition, commandActor)
    await startSending(context, edition, true)
    await sendDue(context, new AbortController().signal)
    return { edition, sent: new Map(relay.mails.slice(from).map((mail) => [mail.to, mail.from])) }
  }

  test('its reports are read from a pipe and by IMAP, and the next one skips the right readers, with the reason', async () => {
    const { sent } = await send('10', 'Seals counted in the hall')
    expect([...sent.keys()].toSorted()).toEqual(readers.toSorted())
    const pathOf = (name: string) => sent.get(`${name}@example.com`) ?? ''
    // The pipe names the return path; by IMAP it is in the returned e-mail or in a header.
    const { outcomes } = await receiveMessage(
      context,
      {
        bytes: Buffer.from(gone('gone@example.com', '5.1.1', '550 5.1.1 User unknown')),
        envelope: pathOf('gone'),
      },
      systemActor,
    )
    expect(outcomes).toEqual(['suppressed'])
    imap.add(
      gone('full@example.com', '4.2.2', '452 4.2.2 Mailbox full').replace(
        'Return-Path: <bounces@wire.example.org>',
        `Return-Path: <${pathOf('full')}>`,
      ),
      `Delivered-To: ${pathOf('annoyed')}\r\n${complaint(['Feedback-Type: abuse', 'Original-Rcpt-To: annoyed@example.com']).toString()}`,
      `From: away@example.com\r\nTo: ${pathOf('away')}\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n\r\nAway.`,
      gone('forged@example.com', '5.1.1', '550 5.1.1 User unknown').replace('<report-1@', '<report-2@'),
    )
    await readBounceMailbox(context, new AbortController().signal)
    expect(imap.messages.size).toBe(0)
    const next = await send('11', 'Inspectors travel to the plant')
    expect([...next.sent.keys()].toSorted()).toEqual(
      ['away', 'forged', 'full', 'stays'].map((name) => `${name}@example.com`),
    )
    const rows = await context.store.deliveries.list({
      editionId: next.edition.id,
      status: 'skipped',
      count: 9,
    })
    const reasons = rows.map(({ reason }) =>
      reason === null ? '' : typeof reason === 'string' ? reason : english(reason),
    )
    expect(reasons.toSorted()).toEqual(['suppressed: 550 5.1.1 User unknown', 'suppressed: complaint: abuse'])
  }, 240_000)
})
