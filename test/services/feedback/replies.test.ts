import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, systemActor } from '../../../src/core/entities/actor.ts'
import { returnPath } from '../../../src/core/return-path.ts'
import type { Context } from '../../../src/services/context.ts'
import { listFeedback } from '../../../src/services/feedback/viewing/list-feedback.ts'
import { receiveMessage } from '../../../src/services/feedback/receive-message.ts'
import { listReplies } from '../../../src/services/feedback/replies/list-replies.ts'
import { settleReply } from '../../../src/services/feedback/replies/settle-reply.ts'
import { sendMessages } from '../../../src/services/sending/outbox/send-messages.ts'
import { deleteOld } from '../../../src/services/retention/retention.ts'
import { startScriptedServer, type ScriptedServer } from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const bounceAddress = 'bounce@wire.example.org'
let letters = 0
const letter = (from: string, text: string, ...headers: string[]): Buffer => {
  letters += 1
  const lines = [
    `From: ${from}`,
    'Subject: Re: Today',
    `Message-ID: <letter-${letters}@example.com>`,
    ...headers,
  ]
  return Buffer.from([...lines, '', text].join('\r\n'))
}

describe.each(dialects)('messages that people write, on $name', ({ open }) => {
  let room: TestNewsroom
  let context: Context
  let server: ScriptedServer
  beforeEach(async () => {
    server = await startScriptedServer({})
    room = await testNewsroom(await open())
    const { settings } = room.app.context
    context = room.sendingTo(server.port, { settings: { ...settings, bounceAddress } })
    await room.reader('ada@example.com')
  })
  afterEach(async () => {
    await server.close()
    await room.close()
  })

  const receive = async (bytes: Buffer, envelope: string | null = null) =>
    (await receiveMessage(context, { bytes, envelope }, systemActor)).outcomes
  const replies = (isOpen = true) => listReplies(context, { isOpen, before: null, count: 50 }, commandActor)
  const forwards = async () =>
    (await context.store.messages.list(100)).flatMap(({ content, recipient }) =>
      content.kind === 'forward' ? [{ ...content, recipient }] : [],
    )
  const statuses = async () => {
    const filter = { digestId: room.digest.id, afterId: 0, count: 9, status: null }
    return (await context.store.subscribers.page(filter)).map(({ status }) => status)
  }

  test('a message is forwarded to the contact once, as it came, and an answer goes to its sender', async () => {
    const bytes = letter('Ada <ada@example.com>', 'Thank you!\r\n.\r\nAda')
    expect(await receive(bytes)).toEqual(['reply'])
    expect(await receive(bytes)).toEqual([null])
    expect(await forwards()).toHaveLength(1)
    await sendMessages(context)
    expect(server.mails).toHaveLength(1)
    const [mail] = server.mails
    const newsroom = await context.store.newsroom.get()
    expect(mail?.to).toBe(newsroom?.replyTo ?? newsroom?.sender.email)
    const text = mail?.bytes.toString() ?? ''
    expect(text).toContain('Reply-To: ada@example.com\r\n')
    expect(text).toContain('Auto-Submitted: auto-generated\r\n')
    expect(text).toContain('Content-Type: message/rfc822\r\n')
    expect(text).toContain(bytes.toString())
    expect(
      await listFeedback(context, { kind: null, outcome: 'reply', count: 9 }, commandActor),
    ).toMatchObject([{ kind: 'other', outcome: 'reply', sender: 'ada@example.com' }])
  })

  test('a message that is not 7-bit is forwarded as an attachment', async () => {
    await receive(
      Buffer.concat([letter('ada@example.com', 'Danke, '), Buffer.from('schön – '), Buffer.alloc(1200, 120)]),
    )
    await sendMessages(context)
    const encoded =
      /filename="message\.eml"\r\n\r\n([\s\S]*?)\r\n--/.exec(server.mails[0]?.bytes.toString() ?? '')?.[1] ??
      ''
    expect(Buffer.from(encoded, 'base64').toString()).toContain('Danke, schön – xxx')
  })

  test('nothing loops: programs, lists, our own addresses and return paths', async () => {
    await receive(letter('a@example.com', 'Hello', 'Auto-Submitted: auto-replied'))
    await receive(letter('b@example.com', 'Hello', 'List-Id: <talk.example.net>'))
    const newsroom = await context.store.newsroom.get()
    for (const own of [newsroom?.sender.email ?? '', bounceAddress, 'Bounce+abc@wire.example.org'])
      expect(await receive(letter(own, 'Hello'))).toEqual(['reply'])
    expect((await replies()).map(({ forwarding }) => forwarding)).toEqual(['own', 'own', 'own'])
    expect(await forwards()).toEqual([])
    await context.store.newsroom.put({ ...newsroom!, replyTo: bounceAddress })
    await receive(letter('c@example.com', 'Hello'))
    expect((await replies())[0]?.forwarding).toBe('no-contact')
    expect(await forwards()).toEqual([])
  })

  test('a few a day are forwarded per sender, and all are stored', async () => {
    for (let count = 0; count < 8; count += 1) await receive(letter('ada@example.com', `Hello ${count}`))
    expect(await forwards()).toHaveLength(5)
    expect(await replies()).toHaveLength(8)
    expect((await replies())[0]?.forwarding).toBe('too-many')
    room.clock.set('2026-11-10T12:00Z')
    await receive(letter('ada@example.com', 'The next day'))
    expect(await forwards()).toHaveLength(6)
  })

  test('a reader is recognised by return path or sender, and it is shown which', async () => {
    const path = returnPath(context.linkKeys, bounceAddress, { subscription: 1, edition: 1 })
    await receive(letter('secretary@example.net', 'Please remove me'), path)
    await receive(letter('ADA@example.com', 'Please remove me'))
    await receive(letter('stranger@example.net', 'Please remove me'))
    expect(await replies()).toMatchObject([
      { knownBy: null, reader: null, asksToLeave: true },
      { knownBy: 'sender', reader: { email: 'ada@example.com', isActive: true }, asksToLeave: true },
      { knownBy: 'return-path', reader: { email: 'ada@example.com' }, sender: 'secretary@example.net' },
    ])
  })

  test('one click unsubscribes the reader, who is notified; only once, and only a reader', async () => {
    await receive(letter('ada@example.com', 'Please remove me'))
    await receive(letter('stranger@example.net', 'Please remove me'))
    const [stranger, own] = await replies()
    const settle = (id = 0, decision: 'unsubscribed' | 'no-action' = 'unsubscribed') =>
      settleReply(context, id, decision, commandActor)
    expect(await settle(stranger?.feedbackId)).toMatchObject({ code: 'reply-of-no-reader' })
    expect(await statuses()).toEqual(['active'])
    expect(await settle(own?.feedbackId)).toEqual({ ok: true })
    expect(await statuses()).toEqual(['unsubscribed'])
    expect(await settle(own?.feedbackId)).toMatchObject({ code: 'reply-decided' })
    expect(await settle(99)).toMatchObject({ code: 'reply-unknown' })
    expect(await settle(stranger?.feedbackId, 'no-action')).toEqual({ ok: true })
    expect(await replies()).toEqual([])
    expect((await replies(false)).map(({ decision, decidedBy }) => [decision, decidedBy])).toEqual([
      ['no-action', 'the command line'],
      ['unsubscribed', 'the command line'],
    ])
    const farewells = (await context.store.messages.list(9)).filter(
      ({ recipient }) => recipient === 'ada@example.com',
    )
    expect(farewells.map(({ content }) => content.kind)).toEqual(['reader'])
    expect(await context.store.audit.of(`reply:${own?.feedbackId}`, 9)).toMatchObject([
      { action: 'settle-reply' },
    ])
  })

  test('messages of people are deleted with their row of feedback', async () => {
    await receive(letter('ada@example.com', 'Hello'))
    room.clock.set('2027-03-01T07:00Z')
    await deleteOld(context, commandActor)
    expect(await replies(false)).toEqual([])
    expect(await context.store.replies.of(1)).toBeNull()
  })
})
