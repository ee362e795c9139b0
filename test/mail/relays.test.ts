import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import type { Event } from '../../src/core/events.ts'
import { openRelays, type Relay } from '../../src/mail/outgoing/relays.ts'
import { checkServer, smtpTransport, type SmtpServer, type TlsPolicy } from '../../src/mail/outgoing/smtp.ts'
import type { OutgoingMail } from '../../src/mail/outgoing/transport.ts'
import { startScriptedServer, type Script, type ScriptedServer } from './scripted-server.ts'
import { settableClock } from './support.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const mail = (to: string): OutgoingMail => ({
  from: 'news@example.org',
  to,
  body: () => Buffer.from('Subject: x\r\n\r\nbody\r\n'),
  beforeBody: async () => true,
})

async function server(script: Script = {}): Promise<ScriptedServer> {
  const started = await startScriptedServer(script)
  closing.push(started.close)
  return started
}

const serverAt = (port: number, changes: Partial<SmtpServer> = {}): SmtpServer => ({
  host: '127.0.0.1',
  port,
  secure: false,
  tls: 'none',
  login: null,
  timeouts: { connect: 10_000, greeting: 10_000, idle: 10_000 },
  ...changes,
})

const relay = (name: string, port: number, changes: Partial<Relay> = {}): Relay => ({
  name,
  priority: 10,
  weight: 1,
  domains: [],
  transport: () => smtpTransport(serverAt(port)),
  ...changes,
})

function around(chance: number[] = []) {
  const events: Event[] = []
  const clock = settableClock('2026-03-04T05:00:00Z')
  return {
    clock,
    random: { next: () => chance.shift() ?? 0, bytes: (count: number) => Buffer.alloc(count) },
    events: { emit: (event: Event) => void events.push(event) },
    told: events,
  }
}

const refusing: Script = { act: (stage) => (stage === 'greeting' ? { reply: '421 busy' } : undefined) }

describe('several relays', () => {
  test('an unavailable one is replaced by the next, and rests for a while', async () => {
    let down = true
    const first = await server({
      act: (stage) => (down && stage === 'greeting' ? { reply: '421 busy' } : undefined),
    })
    const second = await server()
    const room = around()
    const open = openRelays([relay('spare', second.port, { priority: 20 }), relay('main', first.port)], room)
    const transport = open()
    closing.push(transport.close)
    const session = await transport.open()
    expect(await session.send(mail('a@example.org'))).toMatchObject({ outcome: 'sent' })
    expect(second.mails.map(({ to }) => to)).toEqual(['a@example.org'])
    expect(room.told).toMatchObject([{ name: 'relay.failed', message: expect.stringContaining('main') }])

    // While it rests it is not used, nor by any other transport of these relays.
    const other = open()
    closing.push(other.close)
    await other.open()
    expect(first.connections).toBe(1)
    down = false
    room.clock.set('2026-03-04T05:00:31Z')
    await (await other.open()).send(mail('b@example.org'))
    expect(first.mails.map(({ to }) => to)).toEqual(['b@example.org'])
  })

  test('one that accepts no more connections continues with those it has', async () => {
    const few = await server({
      act: (stage, before) => (stage === 'greeting' && before === 1 ? { reply: '421 enough' } : undefined),
    })
    const room = around()
    const transport = openRelays([relay('few', few.port)], room)()
    closing.push(transport.close)
    const first = await transport.open()
    await expect(transport.open()).rejects.toMatchObject({ code: 'smtp-unavailable' })
    await first.quit()
    expect(await (await transport.open()).send(mail('a@example.org'))).toMatchObject({ outcome: 'sent' })
  })

  test('if none is available, the error names each, and says to try later if one may recover', async () => {
    const main = await server(refusing)
    const spare = await server({
      act: (stage) => (stage === 'greeting' ? { reply: '554 not you' } : undefined),
    })
    const transport = openRelays([relay('main', main.port), relay('spare', spare.port)], around())()
    await expect(transport.open()).rejects.toMatchObject({
      code: 'smtp-unavailable',
      message: expect.stringMatching(/^no relay can be reached: main: .*421 busy.*spare: .*554 not you/),
    })
    await expect(openRelays([relay('spare', spare.port)], around())().open()).rejects.toMatchObject({
      code: 'smtp-refused',
    })
  })

  test('weights distribute the connections of a priority', async () => {
    const servers = [await server(), await server(), await server()]
    const [a = 0, b = 0, c = 0] = servers.map(({ port }) => port)
    const relays = [
      relay('three', a, { weight: 3 }),
      relay('one', b),
      relay('never while these live', c, { priority: 11 }),
    ]
    const chance = Array.from({ length: 8 }, (_, at) => [at / 8, 0]).flat()
    // Each opening draws one random number per relay: the first of each three selects.
    const transport = openRelays(relays, around(chance.flatMap((one, at) => (at % 2 ? [0, 0] : [one]))))()
    closing.push(transport.close)
    for (let open = 0; open < 8; open++) await transport.open()
    expect(servers.map(({ connections }) => connections)).toEqual([6, 2, 0])
  })

  test('a domain uses its own relay, and no other if that is unavailable', async () => {
    const everyday = await server()
    const inside = await server()
    const dead = await server(refusing)
    const transport = openRelays(
      [
        relay('everyday', everyday.port),
        relay('inside', inside.port, { domains: ['intranet.example', '*.intranet.example'] }),
        relay('dead', dead.port, { domains: ['lost.example'] }),
      ],
      around(),
    )()
    closing.push(transport.close)
    const session = await transport.open()
    for (const to of [
      'a@example.org',
      'b@Intranet.example',
      'c@desk.intranet.example',
      'd@notintranet.example',
    ])
      expect(await session.send(mail(to))).toMatchObject({ outcome: 'sent' })
    expect(inside.mails.map(({ to }) => to)).toEqual(['b@Intranet.example', 'c@desk.intranet.example'])
    expect(inside.connections).toBe(1)
    expect(everyday.mails.map(({ to }) => to)).toEqual(['a@example.org', 'd@notintranet.example'])
    for (let again = 0; again < 2; again++)
      expect(await session.send(mail('e@lost.example'))).toMatchObject({
        outcome: 'deferred',
        stage: 'connect',
        reply: expect.stringContaining('421 busy'),
      })
    expect(dead.connections).toBe(1)
    expect(session.usable).toBe(true)
    await session.quit()
    expect(inside.commands.at(-1)).toBe('QUIT')
  })

  test('an error of the ledger is not the relay’s fault', async () => {
    const { port } = await server()
    const routed = relay('routed', port, { domains: ['example.net'] })
    const transport = openRelays([relay('main', port), routed], around())()
    const session = await transport.open()
    const fault = new Error('the ledger is gone')
    for (const to of ['a@example.org', 'a@example.net'])
      await expect(session.send({ ...mail(to), beforeBody: () => Promise.reject(fault) })).rejects.toBe(fault)
  })
})

const cert = readFileSync(new URL('certificate/cert.pem', import.meta.url), 'utf8')
const key = readFileSync(new URL('certificate/key.pem', import.meta.url), 'utf8')

/** A real server that offers STARTTLS with its own certificate. */
async function withStartTls(authMethods: string[]): Promise<{ port: number; secured: boolean[] }> {
  const secured: boolean[] = []
  const server = new SMTPServer({
    key,
    cert,
    authMethods,
    authOptional: true,
    onAuth: (auth, session, done) => {
      secured.push(session.secure)
      if (auth.username === 'editor' && auth.password === 'pass') done(null, { user: 1 })
      else done(new Error('no'))
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  closing.push(() => new Promise((resolve) => server.close(() => resolve())))
  return { port: (server.server.address() as AddressInfo).port, secured }
}

describe('TLS', () => {
  const login = { user: 'editor', pass: 'pass' }

  test.for<[TlsPolicy, string | undefined, object]>([
    ['require', cert, { encryption: 'TLSv1.3' }],
    ['opportunistic', undefined, { encryption: 'TLSv1.3' }],
    ['none', undefined, { encryption: null }],
  ])('%s, if STARTTLS is offered', async ([tls, ca, found]) => {
    const { port, secured } = await withStartTls(['PLAIN', 'LOGIN'])
    const offered = serverAt(port, { host: 'localhost', tls, ca, login: tls === 'none' ? null : login })
    expect(await checkServer(offered)).toEqual(found)
    expect(secured).toEqual(tls === 'none' ? [] : [true])
  })

  test('require refuses an untrusted certificate', async () => {
    const { port } = await withStartTls(['PLAIN'])
    await expect(checkServer(serverAt(port, { host: 'localhost', tls: 'require' }))).rejects.toMatchObject({
      code: 'smtp-refused',
    })
  })

  test('require refuses an unencrypted connection; opportunistic accepts it, but then sends no password', async () => {
    const plain = await server({
      extensions: ['AUTH PLAIN'],
      act: (stage) => (stage === 'STARTTLS' ? { reply: '502 not here' } : undefined),
    })
    await expect(checkServer(serverAt(plain.port, { tls: 'require' }))).rejects.toMatchObject({
      code: 'smtp-refused',
    })
    expect(await checkServer(serverAt(plain.port, { tls: 'opportunistic' }))).toEqual({ encryption: null })
    const broken = await server({ extensions: ['STARTTLS', 'AUTH PLAIN'] })
    await expect(checkServer(serverAt(broken.port, { tls: 'opportunistic', login }))).rejects.toMatchObject({
      message: expect.stringContaining('no login'),
    })
    expect(broken.commands.join()).not.toContain('AUTH')
  })

  test.for(['PLAIN', 'LOGIN'])('a login with %s only', async (method) => {
    const { port, secured } = await withStartTls([method])
    await checkServer(serverAt(port, { host: 'localhost', tls: 'require', ca: cert, login }))
    expect(secured).toEqual([true])
  })
})
