import { appendFile, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { begun, feedOf, openTestCli, type TestCli } from '../context.ts'

let original: TestCli
let other: TestCli
let backups: string

beforeEach(async () => {
  original = await openTestCli()
  other = await openTestCli()
  backups = join(original.cwd, 'backups')
  await original.write('wire.xml', feedOf('Inspectors return to the uranium enrichment plant'))
  await original.daywire('init', '--no-catalogue')
  await original.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
  await original.daywire('subscribers', 'add', 'anna@example.org')
})

afterEach(async () => {
  await original.drop()
  await other.drop()
})

async function backUp(): Promise<string> {
  const { code, stdout } = await original.daywire('backup', 'backups')
  expect(code).toBe(0)
  return stdout.trim()
}

async function contents(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).toSorted()
}

describe('backup', () => {
  test('writes the database and the files that are needed, readable only by this user', async () => {
    await original.daywire('run')
    const path = await backUp()
    expect(await contents(path)).toEqual(
      expect.arrayContaining(['backup.json', 'daywire.db', 'files/secret']),
    )
    expect(await contents(path)).not.toContain('files/mailbox')
    for (const name of ['', 'backup.json', 'daywire.db', 'files/secret'])
      expect((await stat(join(path, name))).mode & 0o077).toBe(0)
    expect(await readFile(join(path, 'files/secret'), 'utf8')).toBe(
      await readFile(join(original.cwd, 'data/secret'), 'utf8'),
    )
  })

  test('keeps the given number, deletes the oldest, and leaves other files alone', async () => {
    await original.write('backups.txt', '')
    const first = await backUp()
    original.at(begun.add({ hours: 24 }))
    const second = await backUp()
    original.at(begun.add({ hours: 48 }))
    await rm(join(second, 'backup.json'))
    const { stderr } = await original.daywire('backup', 'backups', '--keep', '1')
    expect(stderr).toContain('deleted 1 older backup')
    const left = (await readdir(backups)).map((name) => join(backups, name))
    expect(left).not.toContain(first)
    expect(left).toContain(second)
    expect(left).toHaveLength(2)
  })

  test('leaves nothing behind if the disk is full', async () => {
    await original.write('backups', 'a file')
    const { code } = await original.daywire('backup', 'backups')
    expect(code).toBe(1)
    expect(await readFile(backups, 'utf8')).toBe('a file')
  })
})

describe('restore', () => {
  test('restores everything, with sending paused', async () => {
    await original.daywire('run')
    const path = await backUp()
    const { code, stderr } = await other.daywire('restore', path)
    expect(stderr).toContain('sending is paused')
    expect(code).toBe(0)
    expect((await other.daywire('subscribers', 'list')).stdout).toContain('anna@example.org')
    expect((await other.daywire('editions', 'list')).stdout).toContain('2026-11-23')
    expect(await readFile(join(other.cwd, 'data/secret'), 'utf8')).toBe(
      await readFile(join(original.cwd, 'data/secret'), 'utf8'),
    )
    expect(await contents(join(other.cwd, 'data'))).not.toContainEqual(
      expect.stringMatching(/^restore-|restored$/),
    )
    const pause = await other.daywire('pause', '--reason', 'a test')
    expect(pause.stderr).toContain('this database was restored from the backup of 2026-11-23')
  })

  test('changes nothing if the database is in use', async () => {
    const path = await backUp()
    await other.daywire('init', '--no-catalogue')
    const before = (await other.daywire('schedule', 'show')).stdout
    const { code, stderr } = await other.daywire('restore', path)
    expect(code).toBe(1)
    expect(stderr).toContain('this database is in use: its table digests has 1 row')
    expect((await other.daywire('schedule', 'show')).stdout).toBe(before)
  })

  test('a file changed since the backup is named, and nothing is restored', async () => {
    const path = await backUp()
    await appendFile(join(path, 'files/secret'), 'x')
    for (const options of [['--check'], []]) {
      const { code, stderr } = await other.daywire('restore', path, ...options)
      expect(code).toBe(1)
      expect(stderr).toContain('one file of the backup is missing or has changed')
      expect(stderr).toContain('files/secret')
    }
    expect((await other.daywire('subscribers', 'list')).stdout).not.toContain('anna@example.org')
  })

  test('a backup is checked without restoring it', async () => {
    const path = await backUp()
    const { code, stderr } = await other.daywire('restore', path, '--check')
    expect(stderr).toContain('the backup of 2026-11-23')
    expect(stderr).toContain('is whole')
    expect(code).toBe(0)
  })

  test('a folder without a backup is refused', async () => {
    const { code, stderr } = await other.daywire('restore', '.')
    expect(code).toBe(1)
    expect(stderr).toContain('is not a backup')
  })

  test('the secret of an unused target folder is kept under another name', async () => {
    const path = await backUp()
    await other.daywire('doctor')
    const before = await readFile(join(other.cwd, 'data/secret'), 'utf8')
    const { stderr } = await other.daywire('restore', path)
    const [, aside = ''] = /kept beside: (.*secret\.before-restore.*)/.exec(stderr) ?? []
    expect(await readFile(aside, 'utf8')).toBe(before)
  })

  test('a backup of a newer version is refused', async () => {
    const path = await backUp()
    const db = new Database(join(other.cwd, 'data/daywire.db'))
    db.prepare("insert into kysely_migration values ('9999-later', '')").run()
    db.close()
    const { code, stderr } = await other.daywire('restore', path)
    expect(code).toBe(78)
    expect(stderr).toContain('made by a newer Daywire: its tables are at 9999-later')
  })
})

describe('resume after a restore', () => {
  test('if nothing may have been sent since, sending resumes', async () => {
    await original.daywire('run')
    await other.daywire('restore', await backUp())
    expect(await other.daywire('resume')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('sending from this database resumes'),
    })
  })

  test('an edition that may have been sent since is named, and a person chooses', async () => {
    await original.daywire('run')
    await other.daywire('restore', await backUp())
    other.at(begun.add({ hours: 30 }))
    const asked = await other.daywire('resume')
    expect(asked.code).toBe(75)
    expect(asked.stdout).toMatch(/daily +2026-11-24 +not made yet/)
    const { code, stderr } = await other.daywire('resume', '--since-backup', 'skip')
    expect(code).toBe(0)
    expect(stderr).toContain('skipped 1 edition')
    const run = await other.daywire('run', '--json')
    expect(run.json()).toMatchObject([{ outcome: 'nothing-to-do', status: 'skipped' }])
  })

  test('an edition that was being sent is ended for the readers who still wait', async () => {
    await original.daywire('pause', '--reason', 'a test')
    for (const command of [['collect'], ['compose'], ['approve', 'daily']]) await original.daywire(...command)
    await other.daywire('restore', await backUp())
    other.at(begun.add({ hours: 30 }))
    expect((await other.daywire('resume')).stdout).toMatch(/daily +2026-11-23 +approved/)
    await other.daywire('resume', '--since-backup', 'skip')
    const { stdout } = await other.daywire('editions', 'list')
    expect(stdout).toContain('missed')
  })
})

test('drill: a backup restored elsewhere has the same readers, and sends nothing that the original sent since', async () => {
  const addresses = ['anna', 'bo', 'cleo'].map((name) => `${name}@example.org`)
  for (const address of addresses.slice(1)) await original.daywire('subscribers', 'add', address)
  await original.daywire('pause', '--reason', 'a backup first')
  await original.daywire('run')
  const path = await backUp()
  await original.daywire('resume')
  await original.daywire('deliver', 'daily')
  await other.daywire('restore', path)
  expect((await other.daywire('resume')).stdout).toMatch(/daily +2026-11-23 +sending/)
  await other.daywire('resume', '--since-backup', 'skip')
  const readers = async (cli: TestCli) => (await cli.daywire('subscribers', 'export')).stdout
  expect(await readers(other)).toBe(await readers(original))
  const counts = async (cli: TestCli) => (await cli.daywire('deliver', 'daily')).stdout.trim()
  expect(await counts(original)).toBe('deliveries  3 sent')
  expect(await counts(other)).toBe('deliveries  3 skipped')
  const mails = (await contents(join(original.cwd, 'data'))).filter((name) => name.endsWith('.eml'))
  expect(mails).toHaveLength(3)
  expect((await contents(join(other.cwd, 'data'))).filter((name) => name.endsWith('.eml'))).toEqual([])
})

describe('move', () => {
  test('to another file and back gives the same data; the old one sends nothing more', async () => {
    await original.daywire('run')
    const before = await original.daywire('subscribers', 'export')
    const away = [
      '--from',
      `sqlite:${join(original.cwd, 'data/daywire.db')}`,
      '--to',
      `sqlite:${join(original.cwd, 'away.db')}`,
    ]
    const { code, stderr } = await original.daywire('move', ...away)
    expect(stderr).toContain('each read again and the same')
    expect(code).toBe(0)
    expect((await original.daywire('resume')).stderr).toContain('sending from this database resumes')
    await original.daywire('pause', '--reason', 'moved')
    const again = await original.daywire('move', ...away)
    expect(again.code).toBe(1)
    expect(again.stderr).toContain('this database is in use')
    await rm(join(original.cwd, 'data/daywire.db'))
    const back = ['--from', away[3] ?? '', '--to', away[1] ?? '']
    expect((await original.daywire('move', ...back)).code).toBe(0)
    expect((await original.daywire('subscribers', 'export')).stdout).toBe(before.stdout)
    const run = await original.daywire('run', '--json')
    expect(run).toMatchObject({ code: 0 })
    expect(run.json()).toMatchObject([{ outcome: 'nothing-to-do', status: 'sent' }])
  })
})
