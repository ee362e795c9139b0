import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, systemActor } from '../../../src/core/entities/actor.ts'
import type { Context } from '../../../src/services/context.ts'
import { receiveMessage, type Incoming } from '../../../src/services/feedback/receive-message.ts'
import { listFeedback, listMassFailures } from '../../../src/services/feedback/viewing/list-feedback.ts'
import { settleMassFailure } from '../../../src/services/feedback/judging/settle-mass-failure.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { compose } from '../../../src/services/editions/composing/compose.ts'
import { sendDue } from '../../../src/services/sending/delivery/send-due.ts'
import { startSending } from '../../../src/services/sending/delivery/start-sending.ts'
import {
  findSuppression,
  liftSuppression,
} from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { startScriptedServer, type ScriptedServer } from '../../mail/scripted-server.ts'
import { complaint, message, notification } from '../../mail/incoming/support.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const bounceAddress = 'bounce@wire.example.org'
const headlines = [
  'Seals counted in the hall',
  'Inspectors travel to the plant',
  'Talks on warheads resume',
  'Reactor stops for a week',
  'Treaty signed at the lake',
  'Uranium found in the port',
  'Missiles shown at a parade',
]
/** One for each test. */
const readers = ['hard', 'complaint', 'forged', 'other', 'refused', 'away', 'lifted', 'full', 'garbled'].map(
  (name) => `${name}@example.com`,
)
const broken = Array.from({ length: 12 }, (_, at) => `reader${at}@broken.example`)
const all = { kind: null, outcome: null, count: 100 }

describe.each(dialects)('what comes back, on $name', ({ name, open }) => {
  /** Five in a row take seven editions, which take their time: on one database. */
  const isLong = name === dialects[0]?.name

  let room: TestNewsroom
  let context: Context
  let server: ScriptedServer
  let reports = 0
  /** Of each edition, the return path of each reader. */
  const sent: Map<string, string>[] = []
  /** That of a reader in the newest edition, or in one before it. */
  const pathOf = (email: string, edition = -1) => sent.at(edition)?.get(email) ?? ''

  beforeAll(async () => {
    server = await startScriptedServer({})
    room = await testNewsroom(await open())
    const { settings } = room.app.context
    context = room.sendingTo(server.port, { settings: { ...settings, bounceAddress } })
    for (const email of [...readers, ...broken]) await room.reader(email)
    for (let day = 10; day < (isLong ? 17 : 13); day += 1) {
      room.clock.set(`2026-11-${day}T07:00Z`)
      sent.push(await send())
    }
  })
  beforeEach(() => room.clock.set('2026-11-17T08:00Z'))
  afterAll(async () => {
    await server.close()
    await room.close()
  })

  /** One more edition, sent to the readers there are; gives the return path of each. */
  const send = async (): Promise<Map<string, string>> => {
    const editions = sent.length + 1
    const from = server.mails.length
    await room.story(`s${editions}`, headlines[editions % headlines.length] ?? '', 'nuclear')
    await collect(context)
    const now = context.clock.now()
    const date = Temporal.PlainDate.from('2026-11-10')
    const when = { digest: room.digest, date, number: editions, frozenAt: now, dueAt: now }
    const { edition } = await compose(context, when, commandActor)
    await approve(context, edition, commandActor)
    await startSending(context, edition, true)
    await sendDue(context, new AbortController().signal)
    return new Map(server.mails.slice(from).map(({ from, to }) => [to, from]))
  }
  const receive = async (bytes: Uint8Array, envelope: string | null = null) => {
    const incoming: Incoming = { bytes, envelope }
    return (await receiveMessage(context, incoming, systemActor)).outcomes
  }
  const bounce = (address: string, status = '5.1.1', reply = `550 ${status} User unknown`): Uint8Array => {
    reports += 1
    const text = notification([
      `Final-Recipient: rfc822; ${address}`,
      'Action: failed',
      `Status: ${status}`,
      `Diagnostic-Code: smtp; ${reply}`,
    ]).toString()
    return Buffer.from(text.replace('<report-1@', `<report-${reports}@`))
  }
  const suppressed = async (email: string) =>
    (await findSuppression(context, email)).suppression?.reason ?? null

  test('there is no such address: it is suppressed at once, with what was said, and counted once', async () => {
    const path = pathOf('hard@example.com')
    const report = bounce('hard@example.com')
    expect(await receive(report, path)).toEqual(['suppressed'])
    expect(await suppressed('hard@example.com')).toBe('550 5.1.1 User unknown')
    // The same again, and another about the same e-mail.
    expect(await receive(report, path)).toEqual([null])
    expect(await receive(bounce('hard@example.com'), path)).toEqual(['repeated'])
    expect(await listFeedback(context, all, commandActor)).toMatchObject([
      { outcome: 'repeated' },
      { outcome: 'suppressed', reason: 'no-such-address', hard: true, address: 'hard@example.com' },
    ])
  })

  test('a complaint suppresses at once; one that names nobody by the return path that it encloses', async () => {
    const path = pathOf('complaint@example.com')
    const bytes = Buffer.from(
      complaint(['Feedback-Type: abuse', `Original-Mail-From: <${path}>`])
        .toString()
        .replace('To: reader@example.com\r\n', ''),
    )
    expect(await receive(bytes)).toEqual(['suppressed'])
    expect(await suppressed('complaint@example.com')).toBe('complaint: abuse')
  })

  test('forged reports suppress nobody', async () => {
    const path = pathOf('forged@example.com')
    const wrong = path.replace(/\+(.)/, (_, first: string) => `+${first === 'b' ? 'c' : 'b'}`)
    expect(await receive(bounce('forged@example.com'))).toEqual(['unmatched'])
    expect(await receive(bounce('forged@example.com'), wrong)).toEqual(['unmatched'])
    expect(await receive(bounce('other@example.com'), path)).toEqual(['other-recipient'])
    expect(
      await receive(complaint(['Feedback-Type: abuse', 'Original-Rcpt-To: other@example.com']), path),
    ).toEqual(['other-recipient'])
    room.clock.set('2026-12-20T08:00Z')
    expect(await receive(bounce('forged@example.com'), path)).toEqual(['old'])
    expect(await suppressed('forged@example.com')).toBeNull()
    expect(await suppressed('other@example.com')).toBeNull()
  })

  test('what is about us is reported, and suppresses nobody', async () => {
    const path = pathOf('refused@example.com')
    const refused = bounce('refused@example.com', '5.7.1', '554 5.7.1 Client host blocked using a blocklist')
    expect(await receive(refused, path)).toEqual(['ours'])
    expect(await suppressed('refused@example.com')).toBeNull()
    expect(await context.store.messages.wasAlerted('refused:reputation:2026-11-17')).toBe(true)
  })

  test('what nobody can read keeps no report from being heeded', async () => {
    const email = 'garbled@example.com'
    const reply = '550 5.1.1 Utilisateur inconnu \u0000\uFFFD'
    expect(await receive(bounce(email, '5.1.1', reply), pathOf(email))).toEqual(['suppressed'])
    expect(await suppressed(email)).toBe('550 5.1.1 Utilisateur inconnu ?')
  })

  test('no sign that a database cannot keep holds up the messages after it', async () => {
    const nul = '=?utf-8?B?AEEA?='
    const ses = JSON.stringify({
      notificationType: 'Bounce',
      bounce: {
        bounceType: 'Permanent',
        bouncedRecipients: [
          {
            emailAddress: 'a\0\ud800@example.com',
            status: '5.\0',
            diagnosticCode: 'smtp; 550 5.1.1 \ud800\0',
          },
        ],
      },
    })
    const from = `From: ${nul} <${nul}@example.com>`
    expect(await receive(message(from, `Subject: ${nul}`, '', 'Hello.'))).toHaveLength(1)
    expect(await receive(message(from, `Subject: ${nul}`, 'Message-ID: <2>', '', ses))).toHaveLength(1)
    expect(await receive(bounce(`"${nul}\0"@example.com`, '5.1.1', '550 5.1.1 \0'))).toHaveLength(1)
    const fields = ['Feedback-Type: \0', `Original-Rcpt-To: \0@example.com`]
    expect(await receive(complaint(fields))).toHaveLength(1)
  })

  test('an automatic reply and a delay change nothing; one who left is a hint', async () => {
    const path = pathOf('away@example.com')
    const answer = (text: string) =>
      message(
        'From: away@example.com',
        `To: ${path}`,
        'Auto-Submitted: auto-replied',
        'Subject: Re: Today',
        '',
        text,
      )
    expect(await receive(answer('I am away.'))).toEqual(['noted'])
    expect(await receive(answer('She has left the company.'))).toEqual(['hint'])
    const delayed = Buffer.from(
      Buffer.from(bounce('away@example.com', '4.4.1', ''))
        .toString()
        .replace('Action: failed', 'Action: delayed'),
    )
    expect(await receive(delayed, path)).toEqual(['noted'])
    expect(await receive(bounce('away@example.com'), path)).toEqual(['suppressed'])
  })

  test('one that was lifted and bounces again says so; reports of e-mails from before do nothing', async () => {
    const email = 'lifted@example.com'
    expect(await receive(bounce(email), pathOf(email, 0))).toEqual(['suppressed'])
    room.clock.set('2026-11-11T12:00Z')
    await liftSuppression(context, email, { reason: 'works again', actor: commandActor, dryRun: false })
    expect(await receive(bounce(email), pathOf(email, 1))).toEqual(['old'])
    room.clock.set('2026-11-17T08:00Z')
    expect(await receive(bounce(email), pathOf(email))).toEqual(['suppressed'])
    expect(await suppressed(email)).toBe('550 5.1.1 User unknown')
  })

  test.runIf(isLong)('failures that may pass end the e-mails once five in a row have failed', async () => {
    const email = 'full@example.com'
    const outcomes = []
    // The second arrived.
    for (const edition of [0, 2, 3, 4, 5, 6])
      outcomes.push(
        ...(await receive(bounce(email, '5.2.2', '552 5.2.2 Mailbox full'), pathOf(email, edition))),
      )
    expect(outcomes).toEqual([...Array.from({ length: 5 }, () => 'counted'), 'suppressed'])
    expect(await suppressed(email)).toBe('5 × mailbox-full: 552 5.2.2 Mailbox full')
  })

  test('failures of many readers at one domain wait for a person, but for who complained', async () => {
    const outcomes = []
    for (const email of broken) {
      outcomes.push(...(await receive(bounce(email), pathOf(email))))
      if (email !== broken[1]) continue
      const unwanted = complaint(['Feedback-Type: abuse', `Original-Rcpt-To: ${email}`])
      expect(await receive(unwanted, pathOf(email))).toEqual(['already'])
    }
    expect(outcomes).toEqual([...Array.from({ length: 9 }, () => 'suppressed'), 'held', 'held', 'held'])
    expect(await suppressed('reader0@broken.example')).toBeNull()
    expect(await suppressed('reader1@broken.example')).not.toBeNull()
    expect(await listMassFailures(context, commandActor)).toMatchObject([
      { domain: 'broken.example', count: 11 },
    ])
    const settle = (decision: 'suppress' | 'drop') =>
      settleMassFailure(context, { domain: 'broken.example', decision }, commandActor)
    expect(await settle('suppress')).toBe(11)
    expect(await suppressed('reader0@broken.example')).toBe('550 5.1.1 User unknown')
    expect(await settle('drop')).toBe(0)
  })
})
