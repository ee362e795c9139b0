import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../../src/store/open.ts'
import { notification } from '../../mail/incoming/support.ts'

const main = join(import.meta.dirname, '../../../src/main.ts')
const report = notification(['Final-Recipient: rfc822; a@example.com', 'Action: failed', 'Status: 5.1.1'])

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daywire-later-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const file = () => join(folder, 'daywire.db')

/** Pipes the report in as a mail server does; returns the exit code. */
async function pipe(databaseUrl: string): Promise<number | null> {
  const env = { ...process.env, DAYWIRE_DATA: folder, DAYWIRE_DATABASE_URL: databaseUrl }
  const child = spawn(process.execPath, [main, 'bounces', 'receive'], { cwd: folder, env })
  child.stdout.resume()
  child.stderr.resume()
  child.stdin.on('error', () => undefined).end(report)
  const [code] = (await once(child, 'close')) as [number | null]
  return code
}

async function kept(): Promise<number> {
  const store = openStore(`sqlite:${file()}`, join(folder, 'media'))
  const rows = await store.feedback.page({ kind: null, outcome: null, hash: null, before: null, count: 9 })
  await store.close()
  return rows.length
}

test('a database that another process has locked: 75, and the next attempt stores it once', async () => {
  expect(await pipe(`sqlite:${file()}`)).toBe(0)
  expect(await kept()).toBe(1)
  const other = new Database(file())
  other.exec('delete from feedback')
  other.exec('begin immediate')
  expect(await pipe(`sqlite:${file()}`)).toBe(75)
  other.exec('rollback')
  other.close()
  expect(await kept()).toBe(0)
  expect(await pipe(`sqlite:${file()}`)).toBe(0)
  expect(await pipe(`sqlite:${file()}`)).toBe(0)
  expect(await kept()).toBe(1)
}, 240_000)

test('a database server that cannot be reached: 75', async () => {
  expect(await pipe('postgres://nobody@127.0.0.1:1/daywire')).toBe(75)
}, 240_000)
