import { spawnSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { dkimVerify } from 'mailauth'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { dkimSigner } from '../../src/mail/dkim/dkim.ts'
import { bodyHash } from '../../src/mail/dkim/dkim-canonical.ts'
import { unstuff } from '../../src/mail/message/message.ts'
import { openSigningThread } from '../../src/mail/dkim/signing-thread.ts'
import { signingTransport } from '../../src/mail/dkim/signing-transport.ts'
import { singleMail } from '../../src/mail/message/single-mail.ts'
import { transportFromUrl } from '../../src/mail/outgoing/smtp.ts'
import type { Transport } from '../../src/mail/outgoing/transport.ts'
import { startScriptedServer, type Script, type ScriptedServer } from './scripted-server.ts'
import { fieldsFor, plainRecipient, settableClock, variantOf } from './support.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const published = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64')
const clock = settableClock('2026-03-04T05:06:07Z')
const thread = openSigningThread()
afterAll(() => thread.close())
const sign = dkimSigner({ domain: 'example.org', selector: 's1', key: privateKey }, thread, clock)

/** The verdict of another implementation on an e-mail. */
async function verdictOn(mail: Buffer | string): Promise<string | undefined> {
  const { results } = await dkimVerify(Buffer.from(mail), {
    curTime: new Date(clock.now().epochMilliseconds),
    resolver: async (name: string) => {
      expect(name).toBe('s1._domainkey.example.org')
      return [[`v=DKIM1; k=rsa; p=${published}`]]
    },
  })
  expect(results).toHaveLength(1)
  return results[0]?.status.result
}

const verifier = new URL('verify-dkim.py', import.meta.url).pathname
const hasDkimpy = spawnSync('/usr/bin/python3', ['-c', 'import dkim']).status === 0

/** The verdict of a third one, Debian's python3-dkim; null if it is not installed. */
function dkimpyOn(mail: Buffer | string): string | null {
  if (!hasDkimpy) return null
  const record = `v=DKIM1; k=rsa; p=${published}`
  const run = spawnSync('/usr/bin/python3', [verifier, record], { input: Buffer.from(mail) })
  return run.stdout.toString().trim() || run.stderr.toString()
}

async function signing(script: Script = {}): Promise<{ server: ScriptedServer; transport: Transport }> {
  const server = await startScriptedServer(script)
  const plain = transportFromUrl(`smtp://127.0.0.1:${server.port}`, { allowPlain: false })
  const transport = signingTransport(plain, sign)
  closing.push(server.close, transport.close)
  return { server, transport }
}

const hostile = [
  '.\n..\n.a\n...... and so on\n',
  `${'long '.repeat(9000)}\n`,
  'Ünïcode — 核 😀\n',
  `${'.'.repeat(400)}\n`,
  'two  blanks,\ta tab,\t \tboth \t\nand some at the end \t \n\n\n',
  ' begins with one\n\n\n\nFrom here\n',
  'a\u00a0b\u2028c\u0000d\rlone\n',
]
const digest = variantOf(hostile, hostile)

async function received(mail: Buffer, changes: { to?: string; isRelaxed?: boolean } = {}): Promise<Buffer> {
  const { server, transport } = await signing({ extensions: ['PIPELINING', 'SMTPUTF8'] })
  const outcome = await (
    await transport.open()
  ).send({
    from: 'news@example.org',
    to: 'reader@example.org',
    body: () => mail,
    beforeBody: async () => true,
    ...changes,
  })
  expect(outcome).toMatchObject({ outcome: 'sent' })
  return server.mails[0]?.bytes ?? Buffer.alloc(0)
}

describe('a signed e-mail is verified by others', () => {
  test('a digest of hostile pieces, hashed without canonicalisation', async () => {
    expect(digest.isRelaxed).toBe(true)
    const mail = await received(digest.fill(fieldsFor(1), plainRecipient), { isRelaxed: true })
    expect(await verdictOn(mail)).toBe('pass')
    const head = mail.toString('latin1').split('\r\n\r\n', 1)[0] ?? ''
    const names = /h=([^;]*);/.exec(head)?.[1]?.replace(/\s/g, '').split(':') ?? []
    for (const name of [
      'From',
      'To',
      'Subject',
      'Date',
      'Message-ID',
      'List-Unsubscribe',
      'List-Unsubscribe-Post',
      'List-Id',
      'Feedback-ID',
      'Precedence',
    ])
      expect(names.filter((one) => one === name)).toHaveLength(2)
    expect(names.filter((one) => one === 'Sender')).toHaveLength(1)
    expect(head.split('\r\n').every((line) => line.length <= 78)).toBe(true)
  })

  test('a message of the outbox', async () => {
    const mail = singleMail({
      id: 7,
      host: 'news.example.org',
      from: { name: 'Harbour  Newswire', email: 'news@example.org' },
      to: 'editor@example.org',
      at: clock.now(),
      subject: `A source is silent, and its name is ${'very '.repeat(30)}long – indeed`,
      html: `<p>${hostile.join('<br>')}</p>`,
      text: hostile.join(''),
    })
    expect(await verdictOn(await received(mail))).toBe('pass')
  })

  test('an address beyond ASCII', async () => {
    const to = 'jürgen@example.org'
    const mail = digest.fill(fieldsFor(1, { to }), { ...plainRecipient, address: to })
    expect(await verdictOn(await received(mail, { to, isRelaxed: true }))).toBe('pass')
  })

  test.for(['', '\r\n', '\r\n\r\n \r\n', 'no end', 'blanks at the end \t', 'x\r\n\r\n\r\n', '..\r\n'])(
    'a body of %j',
    async (body) => {
      const mail = Buffer.from(`From: news@example.org\r\nSubject: x\r\n\r\n${body}`)
      expect(await verdictOn(await received(mail))).toBe('pass')
    },
  )
})

describe('in transit', () => {
  const signed = async () =>
    (await received(digest.fill(fieldsFor(1), plainRecipient), { isRelaxed: true })).toString('latin1')
  const asMail = (text: string) => Buffer.from(text, 'latin1')

  test('headers may be refolded, change case and get trace fields', async () => {
    const [head = '', ...body] = (await signed()).split('\r\n\r\n')
    const fields = head.split(/\r\n(?![ \t])/).map((field) => {
      const [name = '', ...value] = field.replace(/\r\n[ \t]+/g, ' ').split(':')
      return `${name.toUpperCase()} :\r\n\t${value.join(':').trim().replaceAll(' ', ' \t\r\n  ')} \t`
    })
    const trace = 'Received: from news.example.org by mx.example.net; Wed, 4 Mar 2026 05:06:08 +0000'
    const refolded = asMail([[trace, ...fields].join('\r\n'), ...body].join('\r\n\r\n'))
    expect(await verdictOn(refolded)).toBe('pass')
  })

  test.skipIf(!hasDkimpy)('Debian’s verifier agrees, also for refolded headers', async () => {
    const mail = await signed()
    expect(dkimpyOn(asMail(mail))).toBe('pass')
    const [head = '', ...body] = mail.split('\r\n\r\n')
    const refolded = head
      .split(/\r\n(?![ \t])/)
      .map((field) => field.replace(/\r\n[ \t]+/g, ' ').replaceAll(' ', '\r\n\t'))
    expect(dkimpyOn(asMail([refolded.join('\r\n'), ...body].join('\r\n\r\n')))).toBe('pass')
    expect(dkimpyOn(asMail(`Sender: other@example.org\r\n${mail}`))).not.toBe('pass')
  })

  test('white space in the body may change, and nothing else', async () => {
    const mail = await signed()
    expect(await verdictOn(asMail(mail.replace('long long', 'long \t long')))).toBe('pass')
    expect(await verdictOn(asMail(`${mail}\r\n\r\n`))).toBe('pass')
    expect(await verdictOn(asMail(mail.replace('long long', 'long, long')))).not.toBe('pass')
    expect(await verdictOn(asMail(`${mail}more\r\n`))).not.toBe('pass')
  })

  test.for([
    (mail: string) => `From: other@example.org\r\n${mail}`,
    (mail: string) => `Subject: Buy\r\n${mail}`,
    (mail: string) => `Reply-To: other@example.org\r\n${mail}`,
    (mail: string) => `Sender: other@example.org\r\n${mail}`,
    (mail: string) => `List-Id: Other <other.example.org>\r\n${mail}`,
    (mail: string) => `Feedback-ID: other\r\n${mail}`,
    (mail: string) => `Precedence: list\r\n${mail}`,
    (mail: string) => mail.replace('Auto-Submitted: auto-generated', 'Auto-Submitted: no'),
    (mail: string) => `List-Unsubscribe: <https://other.example.org/>\r\n${mail}`,
    (mail: string) => mail.replace(/List-Unsubscribe-Post: .*\r\n/, ''),
    (mail: string) => mail.replace('Subject: ', 'Subject: Not '),
  ])('no signed header may be added, changed or removed (%#)', async (change) => {
    const mail = await signed()
    const changed = change(mail)
    expect(changed).not.toBe(mail)
    expect(await verdictOn(asMail(changed))).not.toBe('pass')
  })
})

test('a body hashed without canonicalisation has the hash of its canonical form', () => {
  for (let at = 0; at < hostile.length; at++) {
    const mail = variantOf(hostile.slice(at), [hostile.slice(0, at).join(' \t.')]).fill(
      fieldsFor(at),
      plainRecipient,
    )
    const body = mail.subarray(mail.indexOf('\r\n\r\n') + 4)
    expect(bodyHash(body, true)).toBe(bodyHash(body, false))
    expect(unstuff(mail).equals(mail)).toBe(true)
  }
})

test('a signature that fails stops its e-mail before it is recorded in the ledger', async () => {
  const { server } = await signing()
  const broken = signingTransport(
    transportFromUrl(`smtp://127.0.0.1:${server.port}`, { allowPlain: false }),
    () => Promise.reject(new Error('no key')),
  )
  closing.push(broken.close)
  const asked: string[] = []
  const session = await broken.open()
  const sending = session.send({
    from: 'news@example.org',
    to: 'reader@example.org',
    body: () => Buffer.from('x\r\n'),
    beforeBody: async () => asked.push('asked') > 0,
  })
  await expect(sending).rejects.toThrow('no key')
  expect(asked).toEqual([])
  expect(server.dataBytes).toBe(0)
})
