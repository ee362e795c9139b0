import { chmod, chown, mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openLinkKeys } from '../../src/store/link-keys.ts'
import { openStore } from '../../src/store/open.ts'
import { closeToOthers } from '../../src/store/private-files.ts'
import { systemRandom } from '../../src/system.ts'

const isRoot = process.getuid?.() === 0

describe('files of the data folder', () => {
  let home: string
  let data: string
  let before: number
  const places = () => ({ dataFolder: data, database: join(data, 'daywire.db') })
  const closing = () => closeToOthers(places())
  const mode = async (path: string) => ((await stat(join(data, path))).mode & 0o7777).toString(8)
  const make = async (path: string, bits = 0o644) => {
    await mkdir(dirname(join(data, path)), { recursive: true })
    await writeFile(join(data, path), 'x')
    await chmod(join(data, path), bits)
  }

  beforeEach(async () => {
    before = process.umask(0)
    home = await realpath(await mkdtemp(join(tmpdir(), 'daywire-private-')))
    data = join(home, 'data')
  })
  afterEach(async () => {
    process.umask(before)
    await rm(home, { recursive: true })
  })

  test('are created private to their owner, whatever the umask', async () => {
    const store = openStore(`sqlite:${join(data, 'daywire.db')}`, join(data, 'media'))
    await store.migrate()
    openLinkKeys({ dataFolder: data, given: null }, systemRandom)
    const picture = { bytes: Buffer.from('a picture'), type: 'image/png', width: 1, height: 1 }
    const hash = await store.media.put(picture, Temporal.Instant.from('2026-11-20T08:00Z'))
    const files = [
      'daywire.db',
      'daywire.db-wal',
      'daywire.db-shm',
      'secret',
      `media/${hash.slice(0, 2)}/${hash}`,
    ]
    for (const file of files) expect(await mode(file), file).toBe('600')
    for (const folder of ['', 'media', `media/${hash.slice(0, 2)}`])
      expect(await mode(folder), folder).toBe('700')
    expect(closing()).toEqual({ closed: [], exposed: [] })
    await store.close()
  })

  test('that were readable by others are made private, each and the folder with them, once', async () => {
    const files = [
      'daywire.db',
      'daywire.db-wal',
      'daywire.db-shm',
      'secret',
      'dkim/a.pem',
      'mailbox/a.eml',
      'media/ab/abc',
    ]
    for (const file of files) await make(file, 0o664)
    expect(closing().exposed).toEqual([])
    for (const file of files) expect(await mode(file), file).toBe('600')
    for (const folder of ['', 'dkim', 'mailbox', 'media', 'media/ab'])
      expect(await mode(folder), folder).toBe('700')
    expect(closing().closed).toEqual([])
  })

  test('are made private one by one in a folder that was private before', async () => {
    for (const file of ['daywire.db', 'secret', 'dkim/a.pem', 'mailbox/a.eml']) await make(file)
    for (const folder of ['', 'dkim', 'mailbox']) await chmod(join(data, folder), 0o700)
    expect(closing().closed).toHaveLength(4)
  })

  test('keep the permissions of their owner, and files of others keep all theirs', async () => {
    await make('secret', 0o444)
    await make('editors/a.md', 0o664)
    await chmod(join(data, 'editors'), 0o2775)
    closing()
    expect(await mode('secret')).toBe('400')
    expect([await mode('editors'), await mode('editors/a.md')]).toEqual(['2775', '664'])
  })

  test('are not looked for behind a symbolic link', async () => {
    await make('secret')
    await writeFile(join(home, 'elsewhere'), 'x')
    await mkdir(join(home, 'pictures'))
    await symlink(join(home, 'elsewhere'), join(data, 'daywire.db'))
    await symlink(join(home, 'pictures'), join(data, 'media'))
    expect(closing().closed).toEqual([join(data, 'secret'), data])
    expect([await mode('../elsewhere'), await mode('../pictures')]).toEqual(['666', '777'])
  })

  test('are found if the data folder itself is a link', async () => {
    await make('secret')
    await symlink(data, join(home, 'link'))
    const { closed } = closeToOthers({ dataFolder: join(home, 'link'), database: null })
    expect(closed).toEqual([join(data, 'secret'), data])
  })

  test('of a database elsewhere are left as they are, and reported if others can access them', async () => {
    await make('secret')
    const database = join(home, 'news.db')
    await writeFile(database, 'x')
    await chmod(home, 0o755)
    const looking = () => closeToOthers({ dataFolder: data, database }).exposed
    expect(looking()).toEqual([{ path: database, why: 'elsewhere', isOpen: true }])
    expect(await mode('../news.db')).toBe('666')
    await chmod(home, 0o700)
    expect(looking()).toEqual([])
  })

  test('in a shared folder do not make the folder private, and that is reported', async () => {
    await make('secret')
    await chmod(data, 0o1777)
    expect(closing()).toEqual({
      closed: [join(data, 'secret')],
      exposed: [{ path: data, why: 'shared', isOpen: true }],
    })
    expect(await mode('')).toBe('1777')
  })

  test('do not make the current folder of the command private', async () => {
    await make('secret')
    const cwd = process.cwd()
    await mkdir(join(data, 'work'))
    process.chdir(join(data, 'work'))
    try {
      expect(closing().exposed).toEqual([{ path: data, why: 'shared', isOpen: true }])
    } finally {
      process.chdir(cwd)
    }
  })

  test.skipIf(!isRoot)('of another user are left as they are, and reported', async () => {
    await make('secret')
    await make('mailbox/a.eml')
    await make('dkim/a.pem')
    await chown(join(data, 'secret'), 12_345, 12_345)
    await chown(join(data, 'mailbox'), 12_345, 12_345)
    expect(closing().exposed).toEqual([
      { path: join(data, 'secret'), why: 'other-owner', isOpen: true },
      { path: join(data, 'mailbox'), why: 'other-owner', isOpen: true },
      { path: data, why: 'shared', isOpen: true },
    ])
    expect([await mode('secret'), await mode('mailbox/a.eml'), await mode('dkim/a.pem')]).toEqual([
      '644',
      '644',
      '600',
    ])
  })

  test('that do not exist yet are no error', () => {
    expect(closing()).toEqual({ closed: [], exposed: [] })
  })
})
