import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reserveIn } from '../../../src/store/disk/reserve.ts'
import { systemRandom } from '../../../src/system.ts'
import { smallDisk } from '../../small-disk.ts'
import { putMigrated } from '../../store/dialects.ts'
import { openTestCli, type TestCli } from '../context.ts'

const megabyte = 1024 * 1024
const disk = await smallDisk(16 * megabyte)
if (!disk) process.stderr.write('left out: this user may not mount a small disk\n')

describe.skipIf(disk === null)('commands on a full disk', () => {
  if (!disk) return
  const { folder } = disk
  let cli: TestCli

  beforeEach(async () => {
    const file = join(folder, 'daywire.db')
    await putMigrated(file)
    cli = await openTestCli({
      DAYWIRE_DATA: folder,
      DAYWIRE_DATABASE_URL: `sqlite:${file}`,
      DAYWIRE_DISK_RESERVE: '1',
    })
    await cli.daywire('init')
    await cli.daywire('subscribers', 'add', 'anna@example.org')
  })
  afterEach(async () => {
    await disk.empty()
    await cli.drop()
    await disk.drop()
  })

  /** Old rows of the audit log. */
  function fillWithOld(file: string): void {
    const database = new Database(file)
    const insert = database.prepare(
      `insert into audit (at, actor, action, subject, detail) values (0, 'system', 'test', 'test', ?)`,
    )
    database.transaction(() => {
      for (let row = 0; row < 600; row += 1) insert.run(JSON.stringify('x'.repeat(10_000)))
    })()
    database.close()
  }

  test('read as usual, and report it; with the reserve they also write', async () => {
    const run = async (...argv: string[]) => {
      const { code, stdout, stderr } = await cli.daywire(...argv)
      return { code, said: stdout + stderr }
    }
    await disk.leave(0)
    const doctor = await run('doctor')
    expect(doctor.said).toContain(`MISSING disk space: 0 KB is left on the disk of ${folder}`)
    expect(doctor.said).toContain('→ free some space (`daywire retention` deletes what is old)')
    expect((await run('subscribers', 'list')).said).toContain('anna@example.org')
    expect(await run('retention', '--dry-run')).toMatchObject({ code: 0 })
    const add = ['suppressions', 'add', 'a@example.org', '--reason', 'asked by phone']
    expect(await run(...add)).toEqual({
      code: 75,
      said: `daywire: database or disk is full\n  the disk of ${folder} is full: free some space, then run this again\n`,
    })

    await disk.empty()
    await reserveIn(folder, systemRandom).make(megabyte)
    await disk.leave(0)
    expect(await run(...add)).toMatchObject({ code: 0 })

    await disk.empty()
    fillWithOld(join(folder, 'daywire.db'))
    const before = disk.free()
    await disk.leave(megabyte)
    const deleted = await run('retention')
    expect(deleted).toMatchObject({ code: 0 })
    expect(deleted.said).toMatch(/the database is [56]\.\d MB smaller/)
    await disk.empty()
    expect(disk.free()).toBeGreaterThan(before + 5 * megabyte)
  })
})
