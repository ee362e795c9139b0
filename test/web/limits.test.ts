import { once } from 'node:events'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { WebLimits } from '../../src/web/kit/limits/limits.ts'
import { formTokenField } from '../../src/web/kit/forms/form-token.ts'
import { setUp, testPages, type TestPages } from './pages.ts'
import { signedIn } from './signed-in.ts'

let pages: TestPages
let port: number
const sockets: Socket[] = []
/** The ends of the accepted connections, in order. */
const served: Promise<unknown>[] = []

async function listen(limits: Partial<WebLimits>, trustedProxies?: string[]): Promise<void> {
  pages = await testPages({ limits: { interval: 20, ...limits }, ...(trustedProxies && { trustedProxies }) })
  pages.web.server.on('connection', (socket) => served.push(once(socket, 'close')))
  await pages.web.listen({ host: '127.0.0.1', port: 0 })
  port = (pages.web.server.address() as AddressInfo).port
}

/** A client that has sent this, and everything that it receives until its connection ends. */
async function client(
  said: string,
  localAddress = '127.0.0.1',
): Promise<{ socket: Socket; all: Promise<string> }> {
  const socket = connect({ port, host: '127.0.0.1', localAddress })
  sockets.push(socket)
  const { promise: all, resolve } = Promise.withResolvers<string>()
  let answer = ''
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
  socket.on('error', () => undefined)
  socket.once('close', () => resolve(answer))
  await once(socket, 'connect')
  if (said !== '') socket.write(said)
  return { socket, all }
}

/** Requests a page and keeps the connection. */
async function holding(localAddress?: string): Promise<Socket> {
  const { socket } = await client('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n', localAddress)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toContain('200 OK')
  return socket
}

const refusals = () =>
  pages.events.flatMap((event) => (event.name === 'web.refused' ? [event.data.refusal] : []))

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  served.length = 0
  await pages.close()
})

test('an upload has more time than other requests', async () => {
  await listen({ request: 50 })
  await setUp(pages)
  const admin = await signedIn(pages.app.context, 'admin')
  const token = new URLSearchParams(admin.form()).get(formTokenField) ?? ''
  const field = (name: string, value: string) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const start = `${field(formTokenField, token)}--x\r\nContent-Disposition: form-data; name="list"; filename="a.csv"\r\n\r\nemail\n`
  const end = 'ann@example.org\n\r\n--x--\r\n'
  const head = Object.entries({ ...admin.headers, 'content-type': 'multipart/form-data; boundary=x' })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  const upload = await client(
    `POST /news/desk/readers/import HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${head}Content-Length: ${start.length + end.length}\r\n\r\n${start}`,
  )
  // A request that began later has already timed out.
  const other = await client(
    'POST /news/u/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nabc',
  )
  expect(await other.all).toContain('408 Request Timeout')
  upload.socket.write(end)
  expect(await upload.all).toContain('303 See Other')
})

describe('a request has a time limit', () => {
  const form =
    'POST /news/u/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n'
  test.each([
    ['that never starts', ''],
    ['whose header never ends', 'GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b'],
    ['whose body never ends', `${form}abc`],
    ['whose chunks never end', form.replace('Content-Length: 9', 'Transfer-Encoding: chunked')],
  ])('one %s is ended with 408', async (_, said) => {
    await listen({ header: 50, request: 60 })
    const { all } = await client(said)
    expect(await all).toMatch(/^HTTP\/1\.1 408 .*\r\nConnection: close\r\n\r\nThe request took too long/s)
    expect(refusals()).toEqual(['slow'])
  })

  test('a slow one is ended too', async () => {
    await listen({ header: 50, request: 60 })
    const { socket, all } = await client('GET / HTTP/1.1\r\n')
    const drip = setInterval(() => socket.writable && socket.write('X-A: b\r\n'), 5)
    expect(await all).toContain('408 Request Timeout')
    clearInterval(drip)
  })

  test('a page that does not answer in time is a 503 page with Retry-After', async () => {
    await listen({ answer: 50 })
    const stuck = Promise.withResolvers<null>()
    pages.app.context.store.newsroom.get = () => stuck.promise
    const answer = await fetch(`http://127.0.0.1:${port}/news/`)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('60')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await answer.text()).toContain('This is taking too long')
    stuck.resolve(null)
  })

  test('an idle connection is closed', async () => {
    await listen({ keepAlive: 20 })
    const socket = await holding()
    await once(socket, 'close')
    expect(refusals()).toEqual([])
  })

  test('a client that does not read is disconnected', async () => {
    await listen({ stalled: 50 })
    pages.app.context.store.media.get = async () => ({
      bytes: Buffer.alloc(50_000_000),
      type: 'image/png',
      width: 1,
      height: 1,
    })
    const { socket } = await client('')
    socket.pause()
    socket.write(`GET /news/media/${'a'.repeat(32)} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    await served[0]
  })
})

describe('an invalid request', () => {
  test.each([
    ['another protocol', 'HELO example.org\r\n\r\n', 400],
    [
      'a header that is too large',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ${'b'.repeat(20_000)}\r\n\r\n`,
      431,
    ],
  ])('%s gets a short answer', async (_, said, status) => {
    await listen({})
    const { all } = await client(said)
    expect(await all).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(refusals()).toEqual(['malformed'])
  })
})

describe('connections are limited', () => {
  test('in all: one more gets 503, and a slot that is free again is used', async () => {
    await listen({ connections: 2 })
    const first = await holding()
    await holding()
    const { all } = await client('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n')
    expect(await all).toMatch(/^HTTP\/1\.1 503 .*\r\nRetry-After: 60\r\n.*too many connections/s)
    expect(refusals()).toEqual(['connections'])
    first.destroy()
    await served[0]
    await holding()
  })

  test('per client, but not for a proxy, which brings many', async () => {
    await listen({ connectionsEach: 1 }, ['127.0.0.3'])
    await holding()
    const { all } = await client('')
    expect(await all).toMatch(/^HTTP\/1\.1 503 /)
    await holding('127.0.0.2')
    await holding('127.0.0.3')
    await holding('127.0.0.3')
    expect(refusals()).toEqual(['connections-each'])
  })

  test('a flood is logged as a count, not by a line each', async () => {
    await listen({ connections: 1 })
    await holding()
    for (let i = 0; i < 5; i += 1) await (await client('')).all
    expect(refusals()).toEqual(['connections'])
    pages.wait({ minutes: 1 })
    await (
      await client('')
    ).all
    expect(pages.events.map(({ message }) => message)).toEqual([
      'connections beyond those that are taken in all: 1 refused',
      'connections beyond those that are taken in all: 5 refused',
    ])
  })
})
