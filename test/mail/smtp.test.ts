import { afterEach, describe, expect, test } from 'vitest'
import { BodyConnection } from '../../src/mail/outgoing/body-connection.ts'
import { unstuff } from '../../src/mail/message/message.ts'
import {
  transportFromUrl,
  type OutgoingMail,
  type Session,
  type Transport,
} from '../../src/mail/outgoing/smtp.ts'
import {
  startScriptedServer,
  type Act,
  type Script,
  type ScriptedServer,
  type Stage,
} from './scripted-server.ts'
import { fieldsFor, plainRecipient, variantOf } from './support.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** Long enough for a busy machine to answer, where these tests wait side by side for an end to come. */
const brief = { connect: 10_000, greeting: 10_000, idle: 1_000 }
const patient = { connect: 10_000, greeting: 10_000, idle: 10_000 }

interface Line {
  server: ScriptedServer
  transport: Transport
  close(): Promise<void>
}

async function open(script: Script, timeouts: typeof patient): Promise<Line> {
  const server = await startScriptedServer(script)
  const transport = transportFromUrl(`smtp://127.0.0.1:${server.port}`, { allowPlain: false, timeouts })
  const close = async () => {
    await transport.close()
    await server.close()
  }
  return { server, transport, close }
}

async function start(script: Script = {}): Promise<Line> {
  const line = await open(script, patient)
  closing.push(line.close)
  return line
}

const mail = (changes: Partial<OutgoingMail> = {}): OutgoingMail => ({
  from: 'news@example.org',
  to: 'reader@example.org',
  body: () => Buffer.from('Subject: x\r\n\r\nbody\r\n'),
  beforeBody: async () => true,
  ...changes,
})

/** Does one thing at one stage, the first time only unless `always`. */
const at =
  (stage: Stage, act: Act, always = false): NonNullable<Script['act']> =>
  (now, before) =>
    now === stage && (always || before === 0) ? act : undefined

const modes: [string, string[]][] = [
  ['with pipelining', ['PIPELINING', 'SIZE 1000000']],
  ['one command at a time', []],
]

describe.for(modes)('sending %s', ([, extensions]) => {
  const cases: [string, Stage, Act, object, string][] = [
    [
      '4xx to MAIL',
      'MAIL',
      { reply: '451 later' },
      { outcome: 'lost', stage: 'mail', code: 451, reply: '451 later', isFresh: true },
      'gone',
    ],
    [
      '5xx to MAIL',
      'MAIL',
      { reply: '550 never' },
      { outcome: 'failed', stage: 'mail', code: 550 },
      'usable',
    ],
    [
      '530 to MAIL, which wants a login first',
      'MAIL',
      { reply: '530 5.7.0 Authentication required' },
      { outcome: 'lost', stage: 'mail', code: 530 },
      'gone',
    ],
    [
      'nonsense to RCPT',
      'RCPT',
      { reply: 'hello' },
      { outcome: 'lost', stage: 'rcpt', code: null, reply: 'hello' },
      'gone',
    ],
    ['600 to RCPT', 'RCPT', { reply: '600 what' }, { outcome: 'lost', stage: 'rcpt', code: null }, 'gone'],
    ['421 to MAIL', 'MAIL', { reply: '421 bye' }, { outcome: 'lost', stage: 'mail', code: 421 }, 'gone'],
    ['a drop at MAIL', 'MAIL', 'drop', { outcome: 'lost', stage: 'mail', code: null }, 'gone'],
    [
      '4xx to RCPT',
      'RCPT',
      { reply: '452 full' },
      { outcome: 'deferred', stage: 'rcpt', code: 452 },
      'usable',
    ],
    [
      '5xx to RCPT',
      'RCPT',
      { reply: '550-no\r\n550 such user' },
      { outcome: 'failed', stage: 'rcpt', code: 550, reply: '550-no 550 such user' },
      'usable',
    ],
    ['421 to RCPT', 'RCPT', { reply: '421 bye' }, { outcome: 'lost', code: 421 }, 'gone'],
    ['a drop at RCPT', 'RCPT', 'drop', { outcome: 'lost', stage: 'rcpt', code: null }, 'gone'],
    [
      '4xx to DATA',
      'DATA',
      { reply: '451 later' },
      { outcome: 'deferred', stage: 'data', code: 451 },
      'usable',
    ],
    ['5xx to DATA', 'DATA', { reply: '554 no' }, { outcome: 'failed', stage: 'data', code: 554 }, 'usable'],
    ['421 to DATA', 'DATA', { reply: '421 bye' }, { outcome: 'lost', stage: 'data', code: 421 }, 'gone'],
    ['250 to DATA, which is no leave to go on', 'DATA', { reply: '250 ok' }, { outcome: 'lost' }, 'gone'],
    ['a drop at DATA', 'DATA', 'drop', { outcome: 'lost', stage: 'data', code: null }, 'gone'],
    ['a drop in the body', 'body-begins', 'drop', { outcome: 'unknown' }, 'gone'],
    ['a drop after the body', 'body', 'drop', { outcome: 'unknown' }, 'gone'],
    [
      '4xx to the body',
      'body',
      { reply: '452 full' },
      { outcome: 'deferred', stage: 'body', code: 452 },
      'usable',
    ],
    [
      '421 to the body',
      'body',
      { reply: '421 bye' },
      { outcome: 'deferred', stage: 'body', code: 421 },
      'gone',
    ],
    [
      '5xx to the body',
      'body',
      { reply: '554 spam' },
      { outcome: 'failed', stage: 'body', code: 554, reply: '554 spam' },
      'usable',
    ],
    ['600 to the body', 'body', { reply: '600 what' }, { outcome: 'unknown', reply: '600 what' }, 'usable'],
    ['nonsense to the body', 'body', { reply: 'hello' }, { outcome: 'unknown', reply: 'hello' }, 'usable'],
  ]
  test.for(cases)('%s', async ([, stage, act, expected, after]) => {
    const { server, transport } = await start({ extensions, act: at(stage, act) })
    const session = await transport.open()
    expect(await session.send(mail())).toMatchObject(expected)
    expect(server.mails).toEqual([])
    // What went wrong with one mail must not touch the next.
    const next = session.usable ? session : await transport.open()
    if (after === 'gone') expect(next).not.toBe(session)
    expect(await next.send(mail({ to: 'next@example.org' }))).toMatchObject({
      outcome: 'sent',
      reply: '250 taken as 42',
    })
    expect(server.mails.map((one) => one.to)).toEqual(['next@example.org'])
  })

  const stalls: [Stage, object][] = [
    ['MAIL', { outcome: 'lost', stage: 'mail', code: null }],
    ['RCPT', { outcome: 'lost', stage: 'rcpt', code: null }],
    ['DATA', { outcome: 'lost', stage: 'data', code: null }],
    ['body', { outcome: 'unknown' }],
  ]
  const endless = (['silence', 'drip'] as const).flatMap((act) =>
    stalls.map(([stage, expected]) => [act, stage, expected] as const),
  )
  test.concurrent.for(endless)('%s at %s comes to an end', async ([act, stage, expected], { expect }) => {
    const { transport, close } = await open({ extensions, act: at(stage, act) }, brief)
    const session = await transport.open()
    expect(await session.send(mail())).toMatchObject(expected)
    expect(session.usable).toBe(false)
    await close()
  })

  test.concurrent.for(['silence', 'drip'] as const)(
    '%s at RSET costs the connection alone',
    async (act, { expect }) => {
      const script = (stage: Stage) =>
        stage === 'RCPT' ? { reply: '550 no' } : stage === 'RSET' ? act : undefined
      const { transport, close } = await open({ extensions, act: script }, brief)
      const session = await transport.open()
      expect(await session.send(mail())).toMatchObject({ outcome: 'failed', stage: 'rcpt', code: 550 })
      expect(session.usable).toBe(false)
      await close()
    },
  )

  test('many mails go over one connection, with no needless command', async () => {
    const { server, transport } = await start({ extensions })
    const session = await transport.open()
    for (let index = 0; index < 20; index += 1)
      expect(await session.send(mail({ to: `r${index}@example.org`, size: 30 }))).toMatchObject({
        outcome: 'sent',
      })
    await session.quit()
    expect(server.connections).toBe(1)
    expect(server.mails).toHaveLength(20)
    expect(server.commands).toHaveLength(1 + 20 * 3 + 1)
    expect(session.usable).toBe(false)
  })

  test('no byte of the body leaves before beforeBody has said so', async () => {
    const { server, transport } = await start({ extensions })
    const session = await transport.open()
    const order: string[] = []
    const other = await transport.open()
    const outcome = await session.send(
      mail({
        body: () => {
          order.push('body made')
          return Buffer.from('x\r\n')
        },
        beforeBody: async () => {
          expect(server.commands.at(-1)).toBe('DATA')
          // A whole mail over another connection gives a stray byte every chance to come in.
          expect(await other.send(mail({ to: 'other@example.org' }))).toMatchObject({ outcome: 'sent' })
          order.push(`allowed after ${server.dataBytes - 'Subject: x\r\n\r\nbody\r\n.\r\n'.length} bytes`)
          return true
        },
      }),
    )
    expect(outcome).toMatchObject({ outcome: 'sent' })
    expect(order).toEqual(['body made', 'allowed after 0 bytes'])
    expect(server.mails.map((one) => one.to)).toEqual(['other@example.org', 'reader@example.org'])
  })

  test('a mail withdrawn after DATA drops the connection and never arrives', async () => {
    const { server, transport } = await start({ extensions })
    const session = await transport.open()
    expect(await session.send(mail({ beforeBody: async () => false }))).toEqual({ outcome: 'withdrawn' })
    expect(session.usable).toBe(false)
    expect(await session.send(mail())).toMatchObject({ outcome: 'lost', stage: 'connect' })
    expect(server.dataBytes).toBe(0)
    expect(server.mails).toEqual([])
  })

  test('beforeBody is not asked where the server refuses, and what it throws comes through', async () => {
    const { server, transport } = await start({ extensions, act: at('RCPT', { reply: '550 no' }) })
    const session = await transport.open()
    const asked: string[] = []
    await session.send(mail({ beforeBody: async () => asked.push('asked') > 0 }))
    expect(asked).toEqual([])
    const fault = new Error('the ledger is gone')
    await expect(session.send(mail({ beforeBody: () => Promise.reject(fault) }))).rejects.toBe(fault)
    expect(session.usable).toBe(false)
    const second = await transport.open()
    const broken = {
      body: () => {
        throw fault
      },
    }
    await expect(second.send(mail(broken))).rejects.toBe(fault)
    expect(server.dataBytes).toBe(0)
  })

  test('a connection lost while beforeBody is awaited means lost before the body, told only once it has settled', async () => {
    const { server, transport } = await start({ extensions })
    const session = await transport.open()
    let settled = false
    const outcome = await session.send(
      mail({
        beforeBody: async () => {
          await server.close()
          while (session.usable) await new Promise((resolve) => setImmediate(resolve))
          settled = true
          return true
        },
      }),
    )
    expect(settled).toBe(true)
    expect(outcome).toMatchObject({ outcome: 'lost', stage: 'data' })
  })

  test('bodies arrive byte for byte, without the dots of the protocol', async () => {
    const { server, transport } = await start({ extensions })
    const session = await transport.open()
    const pieces = ['.\n..\n.a\n', `${'long '.repeat(9000)}\n`, 'Ünïcode — 核 😀\n', `${'.'.repeat(400)}\n`]
    const bytes = variantOf(pieces, pieces).fill(fieldsFor(1), plainRecipient)
    const bodies = [bytes, Buffer.from('..\r\n'), Buffer.from('no line end'), Buffer.from('ends in CR\r')]
    for (const body of bodies)
      expect(await session.send(mail({ body: () => body }))).toMatchObject({ outcome: 'sent' })
    expect(server.mails.map((one) => one.bytes.toString('latin1'))).toEqual([
      unstuff(bytes).toString('latin1'),
      '.\r\n',
      'no line end\r\n',
      'ends in CR\r\r\n',
    ])
  })
})

describe('a session', () => {
  test('sends an address beyond ASCII only where the server offers SMTPUTF8', async () => {
    const to = 'jürgen@example.org'
    const without = await start()
    const plain = await without.transport.open()
    expect(await plain.send(mail({ to }))).toMatchObject({ outcome: 'failed', stage: 'rcpt', code: null })
    expect(without.server.commands).toEqual([expect.stringMatching(/^EHLO/)])
    const offered = await start({ extensions: ['SMTPUTF8', '8BITMIME'] })
    const session = await offered.transport.open()
    expect(await session.send(mail({ to }))).toMatchObject({ outcome: 'sent' })
    expect(offered.server.mails[0]?.to).toBe(to)
    expect(offered.server.commands[1]).toContain('SMTPUTF8')
  })

  test('fails what the server cannot take, before it is sent', async () => {
    const { server, transport } = await start({ extensions: ['SIZE 1000'] })
    const session = await transport.open()
    expect(await session.send(mail({ size: 2000 }))).toMatchObject({ outcome: 'failed', stage: 'mail' })
    for (const to of ['a@example.org>\r\nRCPT TO:<b@example.org', ''])
      expect(await session.send(mail({ to }))).toMatchObject({ outcome: 'failed' })
    expect(server.commands.filter((line) => line.startsWith('MAIL'))).toEqual([])
    expect(await session.send(mail())).toMatchObject({ outcome: 'sent' })
  })

  test('says of a lost mail whether the connection had answered one before', async () => {
    const script = {
      act: (stage: Stage, before: number) => (stage === 'MAIL' && before === 1 ? 'drop' : undefined),
    } as const
    const { transport } = await start(script)
    const session = await transport.open()
    expect(await session.send(mail())).toMatchObject({ outcome: 'sent' })
    expect(await session.send(mail())).toMatchObject({ outcome: 'lost', stage: 'mail', isFresh: false })
  })

  test.for(['250 taken again', '550 no', '421 bye'])(
    'a reply that nothing asked for is told of no other mail: %s',
    async (extra) => {
      const { server, transport } = await start({ act: at('body', { reply: `250 taken\r\n${extra}` }) })
      const session = await transport.open()
      expect(await session.send(mail())).toMatchObject({ outcome: 'sent', reply: '250 taken' })
      expect(session.usable).toBe(false)
      const next = await transport.open()
      expect(await next.send(mail({ to: 'next@example.org' }))).toMatchObject({ outcome: 'sent' })
      expect(server.mails.map(({ to }) => to)).toEqual(['reader@example.org', 'next@example.org'])
    },
  )

  test('notices that the server has ended an idle connection', async () => {
    const { server, transport } = await start()
    const session = await transport.open()
    await server.close()
    while (session.usable) await new Promise((resolve) => setImmediate(resolve))
    expect(await session.send(mail())).toMatchObject({ outcome: 'lost', stage: 'connect' })
    await session.quit()
  })

  test.concurrent.for(['drop', 'silence', 'drip'] as const)(
    'quits after the mail it is at, and even on a %s',
    async (act, { expect }) => {
      const { server, transport, close } = await open({ act: at('QUIT', act) }, brief)
      const session = await transport.open()
      const sending = session.send(mail())
      await transport.close()
      expect(await sending).toMatchObject({ outcome: 'sent' })
      expect(server.commands.at(-1)).toBe('QUIT')
      expect(session.usable).toBe(false)
      await close()
    },
  )

  test('refuses a second mail at the same time', async () => {
    const { transport } = await start()
    const session = await transport.open()
    const first = session.send(mail())
    expect(() => session.send(mail())).toThrow('one mail at a time')
    expect(await first).toMatchObject({ outcome: 'sent' })
  })

  test('keeps a long reply short and on one line', async () => {
    const { transport } = await start({ act: at('RCPT', { reply: `550 ${'no '.repeat(2000)}` }) })
    const session: Session = await transport.open()
    const outcome = await session.send(mail())
    expect('reply' in outcome && outcome.reply.length).toBeLessThanOrEqual(500)
  })
})

describe('what the transport relies on in nodemailer', () => {
  test('send() asks _createSendStream for a stream once DATA is answered with 354, and not before', async () => {
    expect(BodyConnection.prototype._createSendStream).toBeTypeOf('function')
    for (const method of ['_createSendStream', '_actionMAIL', '_actionRCPT'])
      expect(Object.getPrototypeOf(BodyConnection.prototype)[method]).toBeTypeOf('function')
    const server = await startScriptedServer({ extensions: ['PIPELINING'] })
    closing.push(server.close)
    const replies: unknown[] = []
    class Watched extends BodyConnection {
      override _createSendStream(answer: (error: Error | null, reply?: string) => void) {
        replies.push(this.lastServerResponse)
        return super._createSendStream(answer)
      }
    }
    const connection = new Watched({ host: '127.0.0.1', port: server.port, ignoreTLS: true })
    await new Promise<void>((resolve) => connection.connect(() => resolve()))
    const gate = { body: () => [Buffer.from('x\r\n')], mayBegin: async () => true }
    const transfer = await connection.transfer({ from: 'a@example.org', to: 'b@example.org' }, gate, 10_000)
    expect(transfer).toMatchObject({ error: null, reply: '250 taken as 42', begun: true })
    expect(replies).toEqual(['354 go on'])
    connection.close()
  })
})
