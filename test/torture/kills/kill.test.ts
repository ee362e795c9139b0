import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newsroom } from '../place/newsroom.ts'
import { openSink, type Sink } from '../server/smtp-sink.ts'

const readers = 60
const connections = 10
let sink: Sink

beforeEach(async () => {
  sink = await openSink()
})
afterEach(() => sink.close())

test('a run that is killed while sending continues: nobody gets two e-mails, unknown ones are held for a person', async () => {
  const room = await newsroom(readers, { DAYWIRE_SMTP_URL: sink.url })
  sink.stallAfter = 20
  const first = room.start(['run'])
  const died = new Promise((resolve) => first.once('exit', resolve))
  await sink.stalled(connections)
  first.kill('SIGKILL')
  await died

  sink.stallAfter = null
  const second = await room.run(['run', '--json'])
  expect(second.code, second.stderr).toBe(3)
  const { deliveries } = JSON.parse(second.stdout) as { deliveries: { sent: number; unknown: number } }
  expect(deliveries.sent + deliveries.unknown).toBe(readers)
  expect(deliveries.unknown).toBeGreaterThanOrEqual(connections)
  expect(new Set(sink.taken).size).toBe(sink.taken.length)

  const listed = await room.run(['deliveries', 'unknown', '--json'])
  expect(listed.stdout.trim().split('\n')).toHaveLength(deliveries.unknown)
  const settled = await room.run([
    'deliveries',
    'resolve',
    '--all',
    '--as',
    'queued',
    '--reason',
    'not in their log',
  ])
  expect(settled.code, settled.stderr).toBe(0)
  const third = await room.run(['run'])
  expect(third.code, third.stderr).toBe(0)
  expect(new Set(sink.taken).size).toBe(readers)

  const before = sink.taken.length
  const fourth = await room.run(['run'])
  expect(fourth.code).toBe(0)
  expect(fourth.stderr).toContain('was already sent')
  expect(sink.taken).toHaveLength(before)
})

test('an unavailable SMTP server is reported, and the next run sends the e-mails', async () => {
  const room = await newsroom(3, { DAYWIRE_SMTP_URL: 'smtp://127.0.0.1:1' })
  const down = await room.run(['run'])
  expect(down.code).toBe(75)
  expect(down.stderr).toContain('127.0.0.1:1')
  const listed = await room.run(['deliveries', 'list', '--json'])
  expect(
    listed.stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { status: string }).status),
  ).toEqual(Array.from({ length: 3 }, () => 'queued'))
})

test('a reader who unsubscribes by the mail client’s button is skipped by a later run', async () => {
  const env = { DAYWIRE_SMTP_URL: sink.url, DAYWIRE_PORT: '0' }
  const room = await newsroom(2, env)
  const secret = await readFile(join(room.folder, 'data', 'secret'), 'utf8')
  const token = tokenOf(Buffer.from(secret.trim().split(' ')[1] ?? '', 'base64url'), 1)
  const service = room.start(['serve'])
  const url = await new Promise<string>((resolve) => {
    let output = ''
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const found = /served on (http:\/\/[\w.:]+)/.exec(output)?.[1]
      if (found) resolve(found)
    }
    service.stdout.on('data', read)
    service.stderr.on('data', read)
  })
  const answer = await fetch(`${url}/u/${token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  })
  expect(answer.status).toBe(200)
  const ended = new Promise<number | null>((resolve) => service.once('exit', resolve))
  service.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect((await room.run(['run'])).code).toBe(0)
  expect(sink.taken).toEqual(['reader1@example.org'])
})

/** A link's token as documented in `src/core/token.ts`, made by hand: links in e-mails that were sent must continue to work. */
function tokenOf(key: Buffer, subscription: number): string {
  const body = Buffer.from([1, 1, 0, 0, 0, 0, 0, subscription])
  const mac = createHmac('sha256', key).update('daywire link\0').update(body).digest().subarray(0, 10)
  return Buffer.concat([body, mac]).toString('base64url')
}
