import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { dialects } from './dialects.ts'

/** Linux's tables of connections, which show the timer of each. */
const tables = ['/proc/net/tcp', '/proc/net/tcp6']
const isKeptAlive = '02'

/** The timers of connections from these ports of this machine. */
async function timersOf(ports: readonly number[]): Promise<(string | undefined)[]> {
  const texts = await Promise.all(tables.map((table) => readFile(table, 'utf8')))
  const lines = texts.flatMap((text) => text.split('\n').slice(1))
  const timers = new Map(
    lines.map((line) => {
      const [, local = '', , , , timer = ''] = line.trim().split(/\s+/)
      return [Number.parseInt(local.split(':')[1] ?? '', 16), timer.split(':')[0]]
    }),
  )
  return ports.map((port) => timers.get(port))
}

const hasTables = tables.every((table) => existsSync(table))

describe.each(dialects)('connections to $name', ({ name, open }) => {
  test.skipIf(name !== 'PostgreSQL' || !hasTables)('notice a server that disappears silently', async () => {
    const home = await open()
    const taken = await home.store.queue?.take(
      [{ name: 'outbox', atOnce: 1, run: async () => undefined }],
      () => undefined,
    )
    const timers = async () => {
      await home.store.pending()
      const rows = await home.rows(
        'select client_port from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      )
      return new Set(await timersOf(rows.map((row) => Number(row['client_port']))))
    }
    try {
      await expect.poll(timers).toEqual(new Set([isKeptAlive]))
    } finally {
      await taken?.stop()
      await home.drop()
    }
  })
})
