import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CheckedPage, CheckedSource } from '../../../src/services/collecting/managing/check-sources.ts'
import { feedOf, openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
  await cli.write('wire.xml', feedOf('Inspectors return to Hall 4', 'Missile test is called off'))
})
afterEach(() => cli.drop())

describe('sources check', () => {
  test('always one line per input, as JSON, and exit code 3 if one failed', async () => {
    await cli.write('page.xml', '<!doctype html><html><title>Sorry</title><p>gone</p></html>')
    const { code, json } = await cli.daywire(
      'sources',
      'check',
      'wire.xml',
      'page.xml',
      'nowhere.xml',
      '--json',
    )
    expect(code).toBe(3)
    const lines = json<CheckedSource & { file: string }>()
    expect(lines.map((line) => line.file)).toEqual(['wire.xml', 'page.xml', 'nowhere.xml'])
    expect(lines[0]).toMatchObject({
      kind: 'rss',
      charset: { name: 'utf-8' },
      title: 'Sample Wire',
      repairs: [],
      error: null,
    })
    expect(lines[0]?.items[0]).toEqual({
      id: 'n0',
      link: 'https://wire.example.com/0',
      title: 'Inspectors return to Hall 4',
      date: '2026-11-23T07:00:00Z',
      dateFrom: 'published',
      summary: 'Inspectors return to Hall 4, officials said on Monday.',
      html: null,
      image: null,
    })
    expect(lines.slice(1).map((line) => [line.kind, line.items.length, typeof line.error])).toEqual([
      [null, 0, 'string'],
      [null, 0, 'string'],
    ])
  })

  test('as text: what it is, its first items, and its problems', async () => {
    const { code, stdout } = await cli.daywire('sources', 'check', 'wire.xml', 'nowhere.xml')
    expect(code).toBe(3)
    expect(stdout).toContain('wire.xml: rss, utf-8')
    expect(stdout).toContain('“Sample Wire”, 2 items\n  - Inspectors return to Hall 4')
    expect(stdout).toContain('nowhere.xml: failed: ')
  })

  test('text from a source cannot control the terminal', async () => {
    await cli.write(
      'odd.json',
      JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'A\u001b[2J\u009bB', items: [] }),
    )
    const { stdout } = await cli.daywire('sources', 'check', 'odd.json', 'no\u001b[31m.xml')
    expect(stdout).toContain('“A')
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u)
  })

  test('an unreachable address is reported under url', async () => {
    const { code, json } = await cli.daywire('sources', 'check', 'http://127.0.0.1:1/feed', '--json')
    expect(code).toBe(3)
    expect(json<{ url: string }>()[0]?.url).toBe('http://127.0.0.1:1/feed')
  })

  test('opens no database', async () => {
    await cli.daywire('sources', 'check', 'wire.xml')
    const other = await openTestCli({ DAYWIRE_DATABASE_URL: 'sqlite:/nowhere/at/all.db' })
    expect((await other.daywire('sources', 'check', join(cli.cwd, 'wire.xml'))).code).toBe(0)
    await other.drop()
  })
})

const article = `<html lang="en"><head><title>Halls reopen to inspectors</title>
<link rel="canonical" href="/news/halls"><meta name="author" content="Ada Lind">
<meta property="article:published_time" content="2026-11-20T08:15:00Z">
<meta property="og:image" content="/hall.jpg"></head><body><article><h1>Halls reopen to inspectors</h1>
${'<p>Delegates of the two harbour towns met for a second day and agreed on a list of halls, officials said.</p>'.repeat(4)}
</article></body></html>`

describe('sources check of pages', () => {
  const check = (...rest: string[]) => cli.daywire('sources', 'check', '--kind', ...rest)

  test('a page is one article, compressed or not, and its links are resolved against its original address', async () => {
    await cli.write('halls.html', article)
    await writeFile(join(cli.cwd, 'halls.html.gz'), gzipSync(article))
    const url = ['--url', 'https://news.example.org/2026/halls']
    const { code, json } = await check(
      'page',
      'halls.html',
      'halls.html.gz',
      'nowhere.html',
      ...url,
      '--json',
    )
    expect(code).toBe(3)
    const [plain, packed, gone] = json<CheckedPage & { file: string }>()
    expect({ ...packed, file: 'halls.html' }).toEqual(plain)
    expect(plain).toMatchObject({
      file: 'halls.html',
      headline: 'Halls reopen to inspectors',
      byline: 'Ada Lind',
      date: '2026-11-20T08:15:00Z',
      dateFrom: 'published',
      image: { url: 'https://news.example.org/hall.jpg' },
      link: 'https://news.example.org/news/halls',
      error: null,
    })
    expect(plain?.text.split('\n\n')).toHaveLength(4)
    expect(gone).toMatchObject({ file: 'nowhere.html', headline: '', text: '', date: null })
    expect(gone?.error).toContain('there is no file')
  })

  test('as text: headline, day, author and the beginning of the article', async () => {
    await cli.write('halls.html', article)
    const { stdout } = await check('page', 'halls.html')
    expect(stdout).toContain('halls.html: page, ')
    expect(stdout).toContain('Halls reopen to inspectors [published 2026-11-20T08:15:00Z')
    expect(stdout).toContain('by Ada Lind\n  Delegates of the two harbour towns')
  })

  test('a file that decompresses to more than the limit, or not at all, is reported', async () => {
    await writeFile(join(cli.cwd, 'bomb.html.gz'), gzipSync(Buffer.alloc(20_000_000)))
    await cli.write('half.html.gz', 'no gzip')
    const lines = (await check('page', 'bomb.html.gz', 'half.html.gz', '--json')).json<CheckedPage>()
    expect(lines[0]?.error).toMatch(/is larger than 10 MB when it is decompressed$/)
    expect(lines[1]?.error).toMatch(/is not a complete gzip file$/)
  })

  test('a listing gives its stories', async () => {
    const row = (at: number): string => `<p><a href="/${at}">The talks of the towns, day ${at}</a></p>`
    await cli.write('world.html', `<html><body><main>${[1, 2, 3].map(row).join('')}</main></body></html>`)
    const { code, json } = await check(
      'listing',
      'world.html',
      '--url',
      'https://news.example.org/',
      '--json',
    )
    expect(code).toBe(0)
    expect(json<CheckedSource>()[0]?.items.map((item) => item.link)).toEqual([
      'https://news.example.org/1',
      'https://news.example.org/2',
      'https://news.example.org/3',
    ])
  })

  test('an invalid address is a usage error', async () => {
    expect((await check('page', 'halls.html', '--url', 'news.example.org')).code).toBe(2)
  })
})

describe('sources add, list and remove', () => {
  test('reads the source first, reports what it found, and lists it', async () => {
    const { code, stdout, stderr } = await cli.daywire(
      'sources',
      'add',
      'Sample Wire',
      'wire.xml',
      '--weight',
      '1.5',
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Sample Wire is added: feed, news, en\n' })
    expect(stdout).toContain('2 items')
    const [source] = (await cli.daywire('sources', 'list', '--json')).json<Record<string, unknown>>()
    expect(source).toMatchObject({
      name: 'Sample Wire',
      kind: 'feed',
      location: join(cli.cwd, 'wire.xml'),
      weight: 1.5,
      status: 'active',
    })
  })

  test('stores a folder inside the data folder by its relative path', async () => {
    await mkdir(join(cli.cwd, 'data/editors'), { recursive: true })
    await cli.write(
      'data/editors/note.md',
      '---\nheadline: A note from the desk\ndate: 2026-11-23\n---\nText of the note.\n',
    )
    await cli.daywire('sources', 'add', 'Desk', 'data/editors', '--section', 'analysis')
    const [source] = (await cli.daywire('sources', 'list', '--json')).json<Record<string, unknown>>()
    expect(source).toMatchObject({ kind: 'folder', location: 'editors', section: 'analysis' })
    expect((await cli.daywire('collect')).stdout).toMatch(/Desk +read +1 +1/)
  })

  test('refuses an unreadable source, unless reading is skipped', async () => {
    const refused = await cli.daywire('sources', 'add', 'Gone', 'gone.xml')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('--no-check')
    expect((await cli.daywire('sources', 'list', '--json')).stdout).toBe('')
    expect(
      (await cli.daywire('sources', 'add', 'Gone', 'gone.xml', '--no-check', '--kind', 'feed')).code,
    ).toBe(0)
    expect((await cli.daywire('sources', 'add', 'Gone', 'wire.xml')).stderr).toContain('already')
  })

  test('a removed source is no longer read and can be restored', async () => {
    await cli.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
    expect((await cli.daywire('sources', 'remove', 'Sample Wire', '--dry-run')).stderr).toContain(
      'would stop reading',
    )
    expect((await cli.daywire('collect')).stdout).toMatch(/Sample Wire +read +2 +2/)
    expect((await cli.daywire('sources', 'remove', 'Sample Wire')).code).toBe(0)
    expect((await cli.daywire('collect')).stderr).toContain('0 sources')
    expect((await cli.daywire('sources', 'remove', 'Sample Wire')).stderr).toContain('already')
    expect((await cli.daywire('sources', 'add', 'Sample Wire', 'wire.xml')).code).toBe(0)
    expect((await cli.daywire('collect')).stdout).toMatch(/Sample Wire +read +2 +0/)
  })

  test('an unknown name is reported with a list of the known ones', async () => {
    await cli.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
    const { code, stderr } = await cli.daywire('sources', 'remove', 'Simple Wire')
    expect(code).toBe(1)
    expect(stderr).toContain('known: Sample Wire')
  })
})

test('collect exits with 3 if a source failed, and reports each one', async () => {
  await cli.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
  await cli.daywire('sources', 'add', 'Gone', 'gone.xml', '--no-check', '--kind', 'feed')
  const { code, json } = await cli.daywire('collect', '--json')
  expect(code).toBe(3)
  expect(
    json<{ source: string; outcome: string; fresh: number }>().map((s) => [s.source, s.outcome, s.fresh]),
  ).toEqual([
    ['Gone', 'failed', 0],
    ['Sample Wire', 'read', 2],
  ])
})
