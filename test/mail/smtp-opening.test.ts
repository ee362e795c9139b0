import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/core/errors.ts'
import { smtpTransport, transportFromUrl } from '../../src/mail/outgoing/smtp.ts'
import { startScriptedServer, type Act, type Script } from './scripted-server.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

const patient = { connect: 10_000, greeting: 10_000, idle: 10_000 }
const cert = readFileSync(new URL('certificate/cert.pem', import.meta.url), 'utf8')
const key = readFileSync(new URL('certificate/key.pem', import.meta.url), 'utf8')
const password = 'S3cret/of the context'
const login = `editor:${encodeURIComponent(password)}@`

async function faultOf(work: () => unknown): Promise<AppError> {
  try {
    await work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('it worked')
}

async function scripted(script: Script, user = ''): Promise<{ address: string; where: string }> {
  const server = await startScriptedServer(script)
  closing.push(server.close)
  return { address: `smtp://${user}127.0.0.1:${server.port}`, where: `127.0.0.1:${server.port}` }
}

/** A real server with a certificate of its own and one account. */
async function withTls(): Promise<{ port: number; got: string[] }> {
  const got: string[] = []
  const server = new SMTPServer({
    secure: true,
    key,
    cert,
    onAuth: (auth, _session, done) =>
      auth.username === 'editor' && auth.password === password
        ? done(null, { user: 1 })
        : done(new Error(`no entry for ${auth.password}`)),
    onData: (stream, _session, done) => {
      stream.on('data', (chunk: Buffer) => got.push(chunk.toString()))
      stream.on('end', () => done())
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  closing.push(() => new Promise((resolve) => server.close(() => resolve())))
  return { port: (server.server.address() as AddressInfo).port, got }
}

const options = { allowPlain: false, timeouts: patient }

describe('opening a session', () => {
  test('over TLS with a login, to a server with an authority of its own', async () => {
    const { port, got } = await withTls()
    const transport = transportFromUrl(`smtps://${login}localhost:${port}`, { allowPlain: false, ca: cert })
    expect(transport.describes).toBe(`smtps://localhost:${port}`)
    const session = await transport.open()
    const outcome = await session.send({
      from: 'news@example.org',
      to: 'reader@example.org',
      body: () => Buffer.from('over TLS\r\n'),
      beforeBody: async () => true,
    })
    expect(outcome).toMatchObject({ outcome: 'sent' })
    expect(got.join('')).toBe('over TLS\r\n')
    await transport.close()
  })

  test('a certificate that nothing vouches for is refused', async () => {
    const { port } = await withTls()
    const fault = await faultOf(() => transportFromUrl(`smtps://localhost:${port}`, options).open())
    expect(fault).toMatchObject({
      code: 'smtp-refused',
      message: expect.stringContaining(`localhost:${port}`),
    })
    expect(fault.message).toContain('certificate')
  })

  test('TLS to a port that speaks none is refused', async () => {
    const { where } = await scripted({})
    const fault = await faultOf(() => transportFromUrl(`smtps://${where}`, options).open())
    expect(fault.code).toMatch(/^smtp-/)
    expect(fault.message).toContain(where)
  })

  test('a wrong password: refused, and no form of it is told', async () => {
    const { port } = await withTls()
    const wrong = 'hunter2 & more'
    const address = `smtps://editor:${encodeURIComponent(wrong)}@localhost:${port}`
    const fault = await faultOf(() => transportFromUrl(address, { ...options, ca: cert }).open())
    expect(fault).toMatchObject({
      code: 'smtp-refused',
      message: expect.stringContaining('user and password'),
    })
    const all = `${fault.message} ${JSON.stringify(fault)} ${String(fault.cause)}`
    for (const secret of [wrong, encodeURIComponent(wrong), Buffer.from(wrong).toString('base64')])
      expect(all).not.toContain(secret)
  })

  test('a login that the server cannot take now: try later', async () => {
    const { address } = await scripted(
      { extensions: ['AUTH PLAIN'], act: (stage) => (stage === 'AUTH' ? { reply: '454 later' } : undefined) },
      login,
    )
    expect(await faultOf(() => transportFromUrl(address, options).open())).toMatchObject({
      code: 'smtp-unavailable',
      message: expect.stringContaining('accepts no login now (454 later)'),
    })
  })

  test('a connection that ends in the middle of the login: try later', async () => {
    const { address } = await scripted(
      { extensions: ['AUTH PLAIN'], act: (stage) => (stage === 'AUTH' ? 'drop' : undefined) },
      login,
    )
    expect(await faultOf(() => transportFromUrl(address, options).open())).toMatchObject({
      code: 'smtp-unavailable',
    })
  })

  test('a login where none is offered is not tried', async () => {
    const server = await startScriptedServer({})
    closing.push(server.close)
    const fault = await faultOf(() =>
      transportFromUrl(`smtp://${login}127.0.0.1:${server.port}`, options).open(),
    )
    expect(fault).toMatchObject({ code: 'smtp-refused', message: expect.stringContaining('no login') })
    expect(server.commands.join(' ')).not.toContain('AUTH')
  })

  test.for(['AUTH XOAUTH2', 'AUTH NTLM GSSAPI', 'AUTH=NTLM'])(
    'no password goes to a server that supports no login of ours: %s',
    async (offer) => {
      const server = await startScriptedServer({ extensions: [offer] })
      closing.push(server.close)
      const address = `smtp://${login}127.0.0.1:${server.port}`
      const fault = await faultOf(() => transportFromUrl(address, options).open())
      expect(fault.code).toBe('smtp-refused')
      expect(fault.message).toContain('only logins of other kinds')
      expect(server.commands.filter((line) => line.startsWith('AUTH'))).toEqual([])
    },
  )

  const refusals: [Act, string][] = [
    [{ reply: '421 busy' }, 'smtp-unavailable'],
    [{ reply: '451 later' }, 'smtp-unavailable'],
    [{ reply: '554 not you' }, 'smtp-refused'],
    ['drop', 'smtp-unavailable'],
    ['silence', 'smtp-unavailable'],
    ['drip', 'smtp-unavailable'],
  ]
  const stages = ['greeting', 'EHLO', 'STARTTLS', 'AUTH'] as const
  const faults = stages.flatMap((stage) => refusals.map(([act, code]) => [stage, act, code] as const))
  test.for(faults)('at %s: %j → %s', async ([stage, act, code]) => {
    const server = await startScriptedServer({
      extensions: ['STARTTLS', 'AUTH PLAIN'],
      act: (now) => (now === stage ? act : undefined),
    })
    closing.push(server.close)
    const fault = await faultOf(() =>
      smtpTransport({
        host: '127.0.0.1',
        port: server.port,
        secure: false,
        tls: stage === 'STARTTLS' || stage === 'EHLO' ? 'require' : 'none',
        login: { user: 'editor', pass: password },
        timeouts: act === 'silence' || act === 'drip' ? { ...patient, connect: 200, greeting: 100 } : patient,
      }).open(),
    )
    expect(fault).toMatchObject({ code, message: expect.stringContaining(`127.0.0.1:${server.port}`) })
    expect(fault.message).not.toContain(password)
  })

  test('nothing listens: the message names the place and what to do', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const fault = await faultOf(() => transportFromUrl(`smtp://127.0.0.1:${port}`, options).open())
    expect(fault).toMatchObject({ code: 'smtp-unavailable' })
    expect(fault.message).toContain(`nothing listens at 127.0.0.1:${port}: check host and port`)
  })

  test('a name that does not resolve', async () => {
    const fault = await faultOf(() => transportFromUrl('smtp://mail.nowhere.invalid', options).open())
    expect(fault).toMatchObject({ code: 'smtp-unavailable' })
    expect(fault.message).toContain('mail.nowhere.invalid:587')
  })
})

describe('the SMTP address', () => {
  test.for([
    'mail.example.org',
    'http://mail.example.org',
    'smtp://',
    `smtp://user:${password}@`,
    'smtp://user:pass%@mail.example.org',
    'smtp://mail.example.org/path',
    'smtp://mail.example.org?tls=no',
    'smtp://mail.example.org:99999',
    '',
  ])('%j cannot be used, and the message tells how one looks but no password', async (address) => {
    const fault = await faultOf(() => transportFromUrl(address, options))
    expect(fault).toMatchObject({
      code: 'bad-config',
      message: expect.stringContaining('smtps://user:password@host:465'),
    })
    expect(fault.message).not.toContain('S3cret')
  })

  test.for([
    ['smtp://mail.example.org', 'smtp://mail.example.org:587'],
    ['smtps://user:secret@mail.example.org', 'smtps://mail.example.org:465'],
    ['smtp://[::1]:2525', 'smtp://::1:2525'],
  ])('%s is told as %s', ([address, told]) => {
    expect(transportFromUrl(address ?? '', options).describes).toBe(told)
  })
})
