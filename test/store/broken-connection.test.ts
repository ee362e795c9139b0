import { createServer, type AddressInfo, type Socket } from 'node:net'
import { Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { postgresDialect } from '../../src/store/dialect/postgres.ts'

/** A message of PostgreSQL's protocol 3.0: its type, its length, its content. */
function message(type: string, ...content: (string | Buffer)[]): Buffer {
  const body = Buffer.concat(content.map((part) => Buffer.from(part)))
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length + 4)
  return Buffer.concat([Buffer.from(type), length, body])
}
const ready = message('Z', 'I')
const done = (tag: string) => Buffer.concat([message('C', `${tag}\0`), ready])
const welcome = Buffer.concat([message('R', Buffer.alloc(4)), ready])
const ended = message('E', 'SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0')

/** Speaks as much of the protocol as a transaction of simple queries needs, and closes at `select 1` like `pg_terminate_backend`. */
function speak(socket: Socket): void {
  let isIn = false
  socket.on('error', () => undefined)
  socket.on('data', (data) => {
    if (!isIn) socket.write(welcome)
    else if (data.includes('select 1')) socket.end(ended)
    else if (data.includes('Q')) socket.write(done('OK'))
    isIn = true
  })
}

test('a connection closed by the server in a transaction fails only that transaction', async () => {
  const server = createServer(speak)
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens))
  const { port } = server.address() as AddressInfo
  const db = new Kysely<object>({ dialect: postgresDialect(`postgres://reader@127.0.0.1:${port}/news`) })
  const broken = db.transaction().execute((tx) => sql`select 1`.execute(tx))
  await expect(broken).rejects.toThrow(/terminat/i)
  const next = db.transaction().execute(async (tx) => {
    await sql`select 2`.execute(tx)
    return 'done'
  })
  expect(await next).toBe('done')
  await db.destroy()
  await new Promise((closed) => server.close(closed))
})
