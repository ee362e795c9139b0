import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CheckedSource } from '../../src/services/check-sources.ts'
import { feedOf, openDesk, type Desk } from './context.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
  await desk.write('wire.xml', feedOf('Inspectors return to Hall 4', 'Missile test is called off'))
})
afterEach(() => desk.drop())

describe('sources check', () => {
  test('one line an input always, as JSON, and exit 3 where one failed', async () => {
    await desk.write('page.xml', '<!doctype html><html><title>Sorry</title><p>gone</p></html>')
    const { code, json } = await desk.daywire(
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

  test('for people: what it is, its first items, and what is wrong', async () => {
    const { code, stdout } = await desk.daywire('sources', 'check', 'wire.xml', 'nowhere.xml')
    expect(code).toBe(3)
    expect(stdout).toContain('wire.xml: rss, utf-8')
    expect(stdout).toContain('“Sample Wire”, 2 items\n  - Inspectors return to Hall 4')
    expect(stdout).toContain('nowhere.xml: failed: ')
  })

  test('what a source says cannot steer the terminal', async () => {
    await desk.write(
      'odd.json',
      JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'A\u001b[2J\u009bB', items: [] }),
    )
    const { stdout } = await desk.daywire('sources', 'check', 'odd.json', 'no\u001b[31m.xml')
    expect(stdout).toContain('“A')
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u)
  })

  test('an address that cannot be reached is told under url', async () => {
    const { code, json } = await desk.daywire('sources', 'check', 'http://127.0.0.1:1/feed', '--json')
    expect(code).toBe(3)
    expect(json<{ url: string }>()[0]?.url).toBe('http://127.0.0.1:1/feed')
  })

  test('opens no database', async () => {
    await desk.daywire('sources', 'check', 'wire.xml')
    const other = await openDesk({ DAYWIRE_DATABASE_URL: 'sqlite:/nowhere/at/all.db' })
    expect((await other.daywire('sources', 'check', join(desk.cwd, 'wire.xml'))).code).toBe(0)
    await other.drop()
  })
})

describe('sources add, list and remove', () => {
  test('reads it first, says what it found, and lists it', async () => {
    const { code, stdout, stderr } = await desk.daywire(
      'sources',
      'add',
      'Sample Wire',
      'wire.xml',
      '--weight',
      '1.5',
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Sample Wire is added: feed, news, en\n' })
    expect(stdout).toContain('2 items')
    const [source] = (await desk.daywire('sources', 'list', '--json')).json<Record<string, unknown>>()
    expect(source).toMatchObject({
      name: 'Sample Wire',
      kind: 'feed',
      location: join(desk.cwd, 'wire.xml'),
      weight: 1.5,
      status: 'active',
    })
  })

  test('keeps a folder inside the data folder by its path from there', async () => {
    await mkdir(join(desk.cwd, 'data/editors'), { recursive: true })
    await desk.write(
      'data/editors/note.md',
      '---\nheadline: A note from the desk\ndate: 2026-11-23\n---\nText of the note.\n',
    )
    await desk.daywire('sources', 'add', 'Desk', 'data/editors', '--section', 'analysis')
    const [source] = (await desk.daywire('sources', 'list', '--json')).json<Record<string, unknown>>()
    expect(source).toMatchObject({ kind: 'folder', location: 'editors', section: 'analysis' })
    expect((await desk.daywire('collect')).stdout).toMatch(/Desk +read +1 +1/)
  })

  test('refuses what cannot be read, unless told not to read it', async () => {
    const refused = await desk.daywire('sources', 'add', 'Gone', 'gone.xml')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('--no-check')
    expect((await desk.daywire('sources', 'list', '--json')).stdout).toBe('')
    expect(
      (await desk.daywire('sources', 'add', 'Gone', 'gone.xml', '--no-check', '--kind', 'feed')).code,
    ).toBe(0)
    expect((await desk.daywire('sources', 'add', 'Gone', 'wire.xml')).stderr).toContain('already')
  })

  test('a removed source is read no more and can come back', async () => {
    await desk.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
    expect((await desk.daywire('sources', 'remove', 'Sample Wire', '--dry-run')).stderr).toContain(
      'would read',
    )
    expect((await desk.daywire('collect')).stdout).toMatch(/Sample Wire +read +2 +2/)
    expect((await desk.daywire('sources', 'remove', 'Sample Wire')).code).toBe(0)
    expect((await desk.daywire('collect')).stderr).toContain('0 sources')
    expect((await desk.daywire('sources', 'remove', 'Sample Wire')).stderr).toContain('already')
    expect((await desk.daywire('sources', 'add', 'Sample Wire', 'wire.xml')).code).toBe(0)
    expect((await desk.daywire('collect')).stdout).toMatch(/Sample Wire +read +2 +0/)
  })

  test('an unknown name is told with those there are', async () => {
    await desk.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
    const { code, stderr } = await desk.daywire('sources', 'remove', 'Simple Wire')
    expect(code).toBe(1)
    expect(stderr).toContain('known: Sample Wire')
  })
})

test('collect ends with 3 where a source failed, and tells each', async () => {
  await desk.daywire('sources', 'add', 'Sample Wire', 'wire.xml')
  await desk.daywire('sources', 'add', 'Gone', 'gone.xml', '--no-check', '--kind', 'feed')
  const { code, json } = await desk.daywire('collect', '--json')
  expect(code).toBe(3)
  expect(
    json<{ source: string; outcome: string; fresh: number }>().map((s) => [s.source, s.outcome, s.fresh]),
  ).toEqual([
    ['Gone', 'failed', 0],
    ['Sample Wire', 'read', 2],
  ])
})
