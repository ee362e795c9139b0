import { createServer, type AddressInfo } from 'node:net'
import pg from 'pg'
import { expect, test } from 'vitest'
import { troubleOf } from '../../src/core/database-trouble.ts'

const withCode = (code: string): Error => Object.assign(new Error(''), { code })

test.each([
  ['53100', 'server-full'],
  ['ENOSPC', 'disk-full'],
  ['SQLITE_FULL', 'disk-full'],
  ['53200', 'short'],
  ['53300', 'short'],
  ['57P01', 'away'],
  ['57P03', 'away'],
  ['57P05', 'away'],
  ['25P03', 'away'],
  ['ETIMEDOUT', 'away'],
  ['EHOSTUNREACH', 'away'],
  ['EAI_AGAIN', 'away'],
  ['08006', 'away'],
  ['SQLITE_BUSY', 'locked'],
  ['23505', null],
  ['42P01', null],
  ['57014', null],
])('an error %s of a driver is %s', (code, trouble) => {
  expect(troubleOf(withCode(code))).toBe(trouble)
})

/** The error of pg when a server does this with a connection. */
async function thrownBy(port: number): Promise<unknown> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres' })
  client.on('error', () => undefined)
  return client.connect().catch((error: unknown) => error)
}

test('a server that is unreachable, and one that closes the connection, are away', async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  expect(troubleOf(await thrownBy(port))).toBe('away')
  await new Promise((resolve) => server.close(resolve))
  expect(troubleOf(await thrownBy(port))).toBe('away')
})
