import { once } from 'node:events'
import { chmod, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newsroom, type Newsroom } from '../torture/place/newsroom.ts'

describe.skipIf(process.platform === 'win32')('files that commands write', () => {
  let room: Newsroom
  let before: number
  const data = () => join(room.folder, 'data')
  const isOpen = async (path: string) => ((await stat(path)).mode & 0o077) !== 0
  /** Everything in the data folder, and the folder, that others can access; not the editors' own files. */
  async function open(): Promise<string[]> {
    const names = ['', ...(await readdir(data(), { recursive: true }))]
    const own = names.filter((name) => !/^editors(\/|$)/.test(name))
    const found: string[] = []
    for (const name of own) if (await isOpen(join(data(), name))) found.push(name)
    return found
  }

  beforeAll(async () => {
    before = process.umask(0o022)
    room = await newsroom(2, { DAYWIRE_PORT: '0' })
  })
  afterAll(async () => {
    process.umask(before)
    await rm(room.folder, { recursive: true })
  })

  test('are private to their user: of init, run and serve', async () => {
    expect(await open()).toEqual([])
    expect((await room.run(['run'])).code).toBe(0)
    expect(await readdir(join(data(), 'mailbox'))).toHaveLength(2)
    expect(await open()).toEqual([])
    const serving = room.start(['serve'])
    await once(serving.stderr, 'data')
    const whileServing = await open()
    const names = await readdir(data())
    serving.kill('SIGTERM')
    await once(serving, 'close')
    expect(names).toEqual(
      expect.arrayContaining(['daywire.db', 'daywire.db-wal', 'daywire.db-shm', 'secret']),
    )
    expect(whileServing).toEqual([])
  })

  test('also outside the data folder', async () => {
    await room.run(['preview', '--subscriber', 'reader0@example.org', '--out', 'mail.html'])
    await room.run(['dkim', 'new', '--domain', 'example.org'])
    await room.run(['newsroom', 'export', 'copy'])
    for (const name of ['mail.html', 'copy', 'copy/newsroom.json'])
      expect(await isOpen(join(room.folder, name)), name).toBe(false)
    expect(await open()).toEqual([])
  })

  test('from before are made private by the next command, which says so once', async () => {
    for (const name of ['', 'daywire.db', 'secret', 'mailbox', 'dkim']) await chmod(join(data(), name), 0o755)
    const first = room.start(['doctor'], { DAYWIRE_LOG: 'info' })
    const words: string[] = []
    first.stderr.on('data', (chunk: Buffer) => words.push(chunk.toString()))
    await once(first, 'close')
    expect(words.join('')).toMatch(/files\.closed: .*daywire\.db and 4 more/)
    expect(await open()).toEqual([])
    const again = await room.run(['doctor'])
    expect(again.stdout).toMatch(/ok +data folder: only the user who runs Daywire can open/)
    expect(again.stderr).not.toContain('files.closed')
  })

  test('in a folder that others can access are reported by doctor, with what to do', async () => {
    await chmod(data(), 0o1777)
    const { stdout } = await room.run(['doctor'])
    await chmod(data(), 0o700)
    expect(stdout).toMatch(/note +data folder: .* is open to other users.*\n +→ chmod 700 .*\/data/)
  })
})
