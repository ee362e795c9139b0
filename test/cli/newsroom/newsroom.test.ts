import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
})
afterEach(() => cli.drop())

async function filesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const read = files.map(async (file) => [
    file.slice(folder.length + 1),
    (await readFile(file)).toString('base64'),
  ])
  return Object.fromEntries(await Promise.all(read)) as Record<string, string>
}

const full = {
  newsroom: {
    name: 'Northland Newswire',
    publisher: 'Northland Press',
    address: '1 Quay Street, Hallenborg',
    sender: { name: 'Northland Newswire', email: 'wire@NORTHLAND.example.org' },
  },
  digests: [
    {
      key: 'daily',
      name: 'Northland Daily',
      topics: ['nuclear'],
      schedule: { hour: '07:00', cutoff: '06:30', timeZone: 'Europe/Vienna' },
    },
  ],
  countries: [{ code: 'XA', name: 'Northland', aliases: ['Northlanders'] }],
  sources: [
    { name: 'Sample Wire', location: 'https://wire.example.com/feed' },
    { name: 'Old', location: 'old', off: true },
  ],
}

async function writeFull(changes: object = {}): Promise<void> {
  await cli.write('newsroom.json', JSON.stringify({ ...full, ...changes }))
}

const profile = `---
country: XA
title: Northland
link: https://example.org/northland # its own page
reviewed: 2026-05-01
---

It enriches uranium
at one plant.
`

async function writeFlag(name: string): Promise<Buffer> {
  const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#204080' } })
    .png()
    .toBuffer()
  await writeFile(join(cli.cwd, name), png)
  return png
}

describe('init', () => {
  test('sets up a newsroom from the seeds of the package, and says what to change', async () => {
    const { code, stderr } = await cli.daywire('init')
    expect(code).toBe(0)
    expect(stderr).toContain('publisher, address, sender.email')
    expect(stderr).toContain('daywire sources add')
    const kept = await cli.app(async ({ context }) => ({
      newsroom: await context.store.newsroom.get(),
      digests: (await context.store.digests.list()).map((digest) => digest.key),
      topics: (await context.store.newsroom.topics()).map((topic) => topic.id),
    }))
    expect(kept.newsroom?.name).toBe('Daily Security Newswire')
    expect(kept.digests).toEqual(['daily'])
    expect(kept.topics).toContain('nuclear')
  })

  test('leaves an existing newsroom unchanged', async () => {
    await cli.daywire('init')
    await writeFull()
    const { code, stderr } = await cli.daywire('init')
    expect(code).toBe(0)
    expect(stderr).toContain('set up already')
    expect((await cli.app(({ context }) => context.store.newsroom.get()))?.name).toBe(
      'Daily Security Newswire',
    )
  })

  test('prefers the newsroom file of the current folder to that of the package', async () => {
    await writeFull()
    const { stderr } = await cli.daywire('init')
    expect(stderr).toContain('Northland Newswire is set up')
    expect(stderr).toContain('10 country profiles')
  })

  test('skips the profiles of the package if the newsroom has its own', async () => {
    await writeFull()
    await mkdir(join(cli.cwd, 'profiles'))
    await cli.write('profiles/xa.md', profile)
    expect((await cli.daywire('init')).stderr).toContain('1 country profile\n')
  })
})

describe('newsroom export', () => {
  test('writes the seeds back, byte for byte', async () => {
    await cli.daywire('init', '--no-catalogue')
    const { code, stdout } = await cli.daywire('newsroom', 'export', 'out')
    expect(code).toBe(0)
    const files = stdout.trim().split('\n')
    const shipped = (await readdir('profiles')).filter((name) => name !== 'README.md').sort()
    expect(shipped).toHaveLength(20)
    expect(files).toEqual([
      'out/newsroom.json',
      'out/subscribers/topics.json',
      'out/subscribers/suppressed-domains.json',
      'out/pages/privacy.md',
      'out/pages/imprint.md',
      ...shipped.map((name) => `out/profiles/${name}`),
    ])
    for (const file of files)
      expect(await readFile(join(cli.cwd, file))).toEqual(await readFile(file.slice('out/'.length)))
  })

  test('writes the approval rule under its new name', async () => {
    await cli.daywire('init', '--no-catalogue')
    await cli.daywire('newsroom', 'export', '.')
    const file = join(cli.cwd, 'newsroom.json')
    const old = (await readFile(file, 'utf8')).replace('"approval": "auto"', '"approval": "manual"')
    await cli.write('newsroom.json', old)
    await cli.daywire('newsroom', 'import')
    await cli.daywire('newsroom', 'export', 'out')
    expect(await readFile(join(cli.cwd, 'out/newsroom.json'), 'utf8')).toBe(
      old.replace('"approval": "manual"', '"approval": "one"'),
    )
  })

  test('then import into another newsroom and export again gives the same bytes, including flags', async () => {
    await mkdir(join(cli.cwd, 'profiles'))
    const png = await writeFlag('profiles/north.png')
    await cli.write('profiles/north.md', profile)
    await writeFull()
    await cli.daywire('newsroom', 'import')
    const suppress = [
      'suppressions',
      'add',
      '--reason',
      'closed',
      '--domain',
      'Bücher.example',
      '--subdomains',
    ]
    await cli.daywire(...suppress)
    await cli.daywire('newsroom', 'export', 'first')
    const other = await openTestCli()
    expect((await other.daywire('newsroom', 'import', join(cli.cwd, 'first'))).stderr).toContain(
      '1 country profile, 1 domain suppressed\n',
    )
    await other.daywire('newsroom', 'export', 'second')
    const first = await filesOf(join(cli.cwd, 'first'))
    expect(await filesOf(join(other.cwd, 'second'))).toEqual(first)
    expect(Object.keys(first).sort()).toEqual([
      'newsroom.json',
      'profiles/xa.md',
      'profiles/xa.png',
      'subscribers/suppressed-domains.json',
      'subscribers/topics.json',
    ])
    expect((await other.daywire('suppressions', 'list', '--domains')).stdout).toMatch(
      /xn--bcher-kva\.example.*closed/,
    )
    expect(first['profiles/xa.png']).toBe(png.toString('base64'))
    expect(Buffer.from(first['profiles/xa.md'] ?? '', 'base64').toString()).toBe(profile)
    expect((await other.daywire('sources', 'list')).stdout).toMatch(/Old +off/)
    await other.drop()
  })

  test('without a newsroom names the command that makes one', async () => {
    const { code, stderr } = await cli.daywire('newsroom', 'export', 'out')
    expect(code).toBe(78)
    expect(stderr).toContain('daywire init')
  })
})

describe('newsroom import', () => {
  test('replaces entries with the same key and keeps the rest', async () => {
    await writeFull()
    await cli.daywire('newsroom', 'import')
    await cli.daywire('sources', 'add', 'Another', 'https://another.example.com/feed', '--no-check')
    await writeFull({ newsroom: { ...full.newsroom, name: 'Northland Evening' } })
    await cli.daywire('newsroom', 'import')
    const kept = await cli.app(async ({ context }) => ({
      name: (await context.store.newsroom.get())?.name,
      sources: (await context.store.sources.list()).map((source) => source.name),
    }))
    expect(kept).toEqual({ name: 'Northland Evening', sources: ['Another', 'Old', 'Sample Wire'] })
  })

  test('reports all errors of the file at once, with their places, and changes nothing', async () => {
    await writeFull({
      digests: [
        {
          ...full.digests[0],
          topics: ['nuclear', 'weather'],
          schedule: { hour: '7', cutoff: '06:30', timeZone: 'Mars/North' },
        },
        full.digests[0],
      ],
      sources: [{ name: 'Sample Wire', location: 'https://wire.example.com/feed', wieght: 2 }],
    })
    const { code, stderr } = await cli.daywire('newsroom', 'import')
    expect(code).toBe(1)
    expect(stderr).toContain('digests[0].schedule.hour: must be a time of day')
    expect(stderr).toContain('digests[0].schedule.timeZone: must be a time zone')
    expect(stderr).toMatch(/sources\[0\].*wieght/)
    expect(await cli.app(({ context }) => context.store.newsroom.get())).toBeNull()
  })

  test('names an unknown topic, and the errors of a profile with their lines', async () => {
    await writeFull({ digests: [{ ...full.digests[0], topics: ['weather'] }] })
    await mkdir(join(cli.cwd, 'profiles'))
    await cli.write('profiles/north.md', profile.replace('reviewed: 2026-05-01', 'reviewed: last May'))
    await cli.write('profiles/north.png', 'no picture')
    await cli.write('profiles/README.md', 'About them.')
    const { code, stderr } = await cli.daywire('newsroom', 'import')
    expect(code).toBe(1)
    expect(stderr).toContain('digests[0].topics[0]')
    expect(stderr).toContain('profiles/north.md:5: reviewed: must be a date')
    expect(stderr).not.toContain('README')
    expect(await cli.app(({ context }) => context.store.newsroom.profiles())).toEqual([])
  })

  test('leaves profiles unchanged if there is no profiles folder beside the file', async () => {
    await writeFull()
    await cli.daywire('init')
    await cli.daywire('profiles', 'remove', 'KP')
    expect((await cli.daywire('newsroom', 'import')).stderr).toContain('0 country profiles')
    expect((await cli.daywire('profiles', 'list')).stdout.trim().split('\n')).toHaveLength(1 + 9)
  })

  test('says where a file is not valid JSON', async () => {
    await cli.write('newsroom.json', '{ "newsroom": ')
    const { code, stderr } = await cli.daywire('newsroom', 'import')
    expect(code).toBe(1)
    expect(stderr).toContain('newsroom.json: is not valid JSON')
  })
})
