import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { newsroom, type Newsroom } from '../torture/place/newsroom.ts'
import { freePort } from '../web/free-port.ts'

/** A mail server that has received an e-mail and accepts it when the test says so. */
let answer: PromiseWithResolvers<void>
let hasTaken: PromiseWithResolvers<void>
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  closeTimeout: 100,
  onData(stream, _, done) {
    stream.resume().once('end', () => {
      hasTaken.resolve()
      void answer.promise.then(() => done())
    })
  },
})

let room: Newsroom
let port: number
let request: Socket
let serving: ReturnType<typeof start>
let responded: string

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
})
afterAll(() => new Promise<void>((closed) => server.close(closed)))

function start(grace: string) {
  const child = room.start(['serve'], { DAYWIRE_PORT: String(port), DAYWIRE_GRACE: grace })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stdout.resume()
  const ended = once(child, 'close') as Promise<[number | null, string | null]>
  return { signal: (name: NodeJS.Signals) => child.kill(name), said: () => said, ended }
}

/** A service with an e-mail and a request in progress. */
async function serve(grace: string): Promise<void> {
  serving = start(grace)
  await hasTaken.promise
  request = connect(port, '127.0.0.1')
  responded = ''
  request.on('data', (chunk: Buffer) => (responded += chunk.toString())).on('error', () => undefined)
  request.write(
    `POST /u/x HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n`,
  )
  // The service has the request, and waits for its body.
  await expect.poll(() => responded, { timeout: 60_000 }).toContain('100 Continue')
}

async function stopping(): Promise<void> {
  serving.signal('SIGTERM')
  await expect.poll(serving.said, { timeout: 60_000 }).toContain('stopping')
}

const statuses = async () => {
  const store = openStore(`sqlite:${join(room.folder, 'data/daywire.db')}`, room.folder)
  const digest = await store.digests.byKey('daily')
  const edition = digest && (await store.editions.newestScheduled(digest.id))
  const counts = await store.deliveries.counts(edition?.id ?? 0)
  await store.close()
  return counts
}

beforeEach(async () => {
  answer = Promise.withResolvers()
  hasTaken = Promise.withResolvers()
  port = await freePort()
  room = await newsroom(1, {
    DAYWIRE_SMTP_URL: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
  })
  await room.run(['pause', '--reason', 'until the service runs'])
  await room.run(['run'])
  await room.run(['resume'])
})
afterEach(async () => {
  answer.resolve()
  serving.signal('SIGKILL')
  await serving.ended
  request.destroy()
  await rm(room.folder, { recursive: true })
})

test('SIGTERM: new connections are refused, work in progress is finished, and the process exits with 0', async () => {
  await serve('')
  await stopping()
  await expect.poll(() => refused(port)).toBe(true)
  expect(responded).not.toMatch(/HTTP\/1\.1 [234]/)
  request.write('email=a%4')
  await expect.poll(() => responded).toMatch(/HTTP\/1\.1 [234]\d\d/)
  answer.resolve()
  expect(await serving.ended).toEqual([0, null])
  expect(await statuses()).toEqual({ sent: 1 })
})

test('work that is not finished within its grace is cut off and named, and the process exits with 1', async () => {
  await serve('web=1,worker=1')
  await stopping()
  expect(await serving.ended).toEqual([1, null])
  expect(serving.said()).toContain('requests were still being answered after 1 seconds')
  expect(serving.said()).toContain('work was still under way after 1 seconds and was cut off')
  expect(responded).not.toMatch(/HTTP\/1\.1 [234]/)
  answer.resolve()
  expect((await room.run(['deliver', 'daily'])).code).toBe(3)
  expect(await statuses()).toEqual({ unknown: 1 })
})

test('a second signal ends the process at once', async () => {
  await serve('worker=3600,web=3600')
  await stopping()
  serving.signal('SIGINT')
  expect(await serving.ended).toEqual([null, 'SIGINT'])
})

async function refused(at: number): Promise<boolean> {
  const socket = connect(at, '127.0.0.1')
  const [error] = (await Promise.race([
    once(socket, 'connect').then(() => [null]),
    once(socket, 'error'),
  ]).catch((fault: unknown) => [fault])) as [NodeJS.ErrnoException | null]
  socket.destroy()
  return error?.code === 'ECONNREFUSED'
}
