import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openMailbox, type Mailbox, type MailboxOptions } from '../../src/mail/mailbox/mailbox.ts'
import { unstuff } from '../../src/mail/message/message.ts'
import { transportFromUrl } from '../../src/mail/outgoing/smtp.ts'
import { countingRandom, fieldsFor, plainRecipient, settableClock, variantOf } from './support.ts'

let dir: string
const closing: (() => Promise<void>)[] = []
const clock = settableClock('2026-03-04T05:06:07.008Z')

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'daywire-mailbox-'))
  clock.set('2026-03-04T05:06:07.008Z')
})
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
  await rm(dir, { recursive: true, force: true })
})

async function start(changes: Partial<MailboxOptions> = {}): Promise<Mailbox> {
  const mailbox = await openMailbox({ dir, port: 0, clock, random: countingRandom(), ...changes })
  closing.push(mailbox.close)
  return mailbox
}

async function sendTo(mailbox: Mailbox, bodies: Buffer[], to = 'reader@example.org'): Promise<void> {
  const transport = transportFromUrl(mailbox.url, { allowPlain: false })
  const session = await transport.open()
  for (const body of bodies) {
    const mail = { from: 'news@example.org', to, body: () => body, beforeBody: async () => true }
    expect(await session.send(mail)).toMatchObject({ outcome: 'sent' })
  }
  await transport.close()
}

const small = (subject: string) => Buffer.from(`From: a@example.org\r\nSubject: ${subject}\r\n\r\nx\r\n`)

describe('the embedded mailbox', () => {
  test('keeps the exact bytes, and shows their content', async () => {
    const mailbox = await start()
    const pieces = ['<h1>Ünïcode — 核 😀</h1>\n', '.\n..\n', `${'long '.repeat(9000)}\n`]
    const mail = variantOf(pieces, pieces, { subject: 'Über “alles”' }).fill(fieldsFor(1), plainRecipient)
    await sendTo(mailbox, [mail])
    const files = await readdir(dir)
    expect(files).toEqual(['20260304T050607008Z-0000000000000001.eml'])
    expect((await readFile(join(dir, files[0] ?? ''))).equals(unstuff(mail))).toBe(true)

    const [one] = await mailbox.list()
    expect(one).toMatchObject({
      id: '20260304T050607008Z-0000000000000001',
      subject: 'Über “alles”',
      to: 'reader1@example.org',
      from: '"Harbour Newswire" <news@example.org>',
    })
    expect(one?.receivedAt.toString()).toBe('2026-03-04T05:06:07.008Z')
    expect(one?.date?.toString()).toBe('2026-03-04T05:06:07Z')
    const content = await mailbox.read(one?.id ?? '')
    expect(content?.html).toContain('<h1>Ünïcode — 核 😀</h1>')
    expect(content?.text).toContain('.\n..\nlong long')
    expect(content?.headers.map((header) => header.name)).toContain('List-Unsubscribe')
    expect(content?.headers.find((header) => header.name === 'To')?.value).toBe('reader1@example.org')
    expect(content?.bytes.equals(unstuff(mail))).toBe(true)
  })

  test('lists the newest first, including e-mails from before it was opened', async () => {
    const first = await start()
    await sendTo(first, [small('one')])
    clock.set('2026-03-04T05:06:08Z')
    await sendTo(first, [small('two')])
    await first.close()
    const again = await start()
    expect((await again.list()).map((mail) => mail.subject)).toEqual(['two', 'one'])
    expect((await again.list(1)).map((mail) => mail.subject)).toEqual(['two'])
  })

  test('keeps seven days, or everything if so configured', async () => {
    const mailbox = await start()
    await sendTo(mailbox, [small('old')])
    clock.set('2026-03-11T05:06:07.007Z')
    await sendTo(mailbox, [small('young')])
    expect((await mailbox.list()).map((mail) => mail.subject)).toEqual(['young', 'old'])
    clock.set('2026-03-11T05:06:07.009Z')
    await sendTo(mailbox, [small('younger')])
    expect((await mailbox.list()).map((mail) => mail.subject)).toEqual(['younger', 'young'])
    await mailbox.close()
    clock.set('2027-01-01T00:00:00Z')
    const all = await start({ keep: 'all' })
    expect(await all.list()).toHaveLength(2)
    await all.close()
    expect(await (await start()).list()).toHaveLength(0)
  })

  test('keeps the newest thousand', async () => {
    for (let index = 0; index < 1003; index += 1)
      await writeFile(
        join(dir, `20260304T0000${String(index).padStart(5, '0')}Z-0000000000000000.eml`),
        small(`${index}`),
      )
    const mailbox = await start()
    expect(await readdir(dir)).toHaveLength(1000)
    await sendTo(mailbox, [small('new')])
    const kept = await readdir(dir)
    expect(kept).toHaveLength(1000)
    expect(kept.toSorted()[0]).toContain('20260304T000000004Z')
  })

  test('leaves other files alone, and removes what a killed process left behind', async () => {
    const names = [
      'notes.txt',
      'mine.eml',
      '.20260304T050607000Z-00000000000000aa.part',
      '.20260303T050607000Z-00000000000000bb.part',
    ]
    for (const name of names) await writeFile(join(dir, name), 'x')
    await utimes(join(dir, 'notes.txt'), 0, 0)
    clock.set('2027-01-01T00:00:00Z')
    const mailbox = await start()
    expect(await readdir(dir)).toEqual(['mine.eml', 'notes.txt'])
    expect(await mailbox.list()).toEqual([])
  })

  test.for([
    '../secret',
    '..%2fsecret',
    '/etc/hostname',
    'secret',
    '',
    '20260304T050607008Z-0000000000000001/../../secret',
    '20260304T050607008Z-0000000000000009',
  ])('an invalid id returns nothing: %j', async (id) => {
    await writeFile(join(dir, '..', 'secret.eml'), small('secret'))
    const mailbox = await start()
    expect(await mailbox.read(id)).toBeNull()
    await rm(join(dir, '..', 'secret.eml'))
  })

  test('an e-mail without usable headers is still listed', async () => {
    const mailbox = await start()
    await sendTo(mailbox, [
      Buffer.from('no headers at all\r\n'),
      Buffer.from('Date: whenever\r\nTo: \r\n\r\n'),
      Buffer.from('\r\n'),
    ])
    const listed = await mailbox.list()
    expect(listed).toHaveLength(3)
    for (const mail of listed) {
      expect(mail.date).toBeNull()
      expect(await mailbox.read(mail.id)).toMatchObject({ id: mail.id, html: '' })
    }
  })

  test('two processes can receive e-mails into one folder', async () => {
    const one = await start()
    const other = await start({ random: { next: () => 0, bytes: (length) => Buffer.alloc(length, 7) } })
    await Promise.all([sendTo(one, [small('a')]), sendTo(other, [small('b')])])
    expect((await one.list()).map((mail) => mail.subject).toSorted()).toEqual(['a', 'b'])
  })

  test('an e-mail that cannot be stored is refused', async () => {
    const mailbox = await start()
    await rm(dir, { recursive: true })
    const transport = transportFromUrl(mailbox.url, { allowPlain: false })
    const session = await transport.open()
    const mail = {
      from: 'a@example.org',
      to: 'b@example.org',
      body: () => small('x'),
      beforeBody: async () => true,
    }
    expect(await session.send(mail)).toMatchObject({ outcome: 'deferred', stage: 'body', code: 452 })
    expect(existsSync(dir)).toBe(false)
    await transport.close()
  })

  test('a port in use is named, with what to do', async () => {
    const { port } = await start()
    await expect(start({ port })).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining(`127.0.0.1:${port}`),
    })
  })

  test('accepts a non-ASCII address', async () => {
    const mailbox = await start()
    const mail = variantOf(['x\n'], ['x\n']).fill(fieldsFor(1, { to: 'jürgen@example.org' }), plainRecipient)
    await sendTo(mailbox, [mail], 'jürgen@example.org')
    expect((await mailbox.list())[0]?.to).toBe('jürgen@example.org')
  })
})
