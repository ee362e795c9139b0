import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { smallDisk } from '../../small-disk.ts'
import { openTestCli, type TestCli } from '../context.ts'

const megabyte = 1024 * 1024
const disk = await smallDisk(24 * megabyte)
if (!disk) process.stderr.write('left out: this user may not mount a small disk\n')

describe.skipIf(disk === null)('a disk without space for', () => {
  if (!disk) return
  const { folder } = disk
  let original: TestCli
  let other: TestCli
  let backup: string

  beforeEach(async () => {
    await disk.empty()
    original = await openTestCli()
    other = await openTestCli({
      DAYWIRE_DATA: join(folder, 'data'),
      DAYWIRE_DATABASE_URL: `sqlite:${join(folder, 'data', 'daywire.db')}`,
      DAYWIRE_DISK_RESERVE: '1',
    })
    await original.daywire('init', '--no-catalogue')
    await original.daywire('subscribers', 'add', 'anna@example.org')
    backup = (await original.daywire('backup', 'backups')).stdout.trim()
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await original.drop()
    await other.drop()
  })
  afterAll(() => disk.drop())

  const says = (what: string) =>
    new RegExp(
      `^daywire: about [\\d.]+ MB must be written to the disk of ${what}, but only 5\\d\\d KB is free there; nothing was changed`,
    )

  test('a restore changes nothing; once there is space it succeeds', async () => {
    await disk.leave(megabyte / 2)
    const refused = await other.daywire('restore', backup)
    expect(refused.stderr).toMatch(says(join(folder, 'data')))
    expect(refused.stderr).toContain('free some space, then run this again')
    expect(refused.code).toBe(75)
    expect(await readdir(folder)).toEqual(['filler'])
    await disk.empty()
    expect(await other.daywire('restore', backup)).toMatchObject({ code: 0 })
    expect((await other.daywire('subscribers', 'list')).stdout).toContain('anna@example.org')
  })

  test('checking a backup reports it', async () => {
    vi.stubEnv('TMPDIR', folder)
    await disk.leave(megabyte / 2)
    const refused = await other.daywire('restore', backup, '--check')
    expect(refused.stderr).toMatch(says(folder))
    expect(refused.code).toBe(75)
    await disk.empty()
    expect(await other.daywire('restore', backup, '--check')).toMatchObject({ code: 0 })
  })

  test('a move changes nothing; once there is space it succeeds', async () => {
    const from = `sqlite:${join(original.cwd, 'data', 'daywire.db')}`
    const move = () => original.daywire('move', '--from', from, '--to', `sqlite:${join(folder, 'moved.db')}`)
    await disk.leave(megabyte / 2)
    const refused = await move()
    expect(refused.stderr).toMatch(says(folder))
    expect(refused.code).toBe(75)
    expect(await readdir(folder)).not.toContain('moved.db')
    expect((await original.daywire('doctor')).stdout).toContain('sending: is not paused')
    await disk.empty()
    expect(await move()).toMatchObject({ code: 0 })
  })
})
