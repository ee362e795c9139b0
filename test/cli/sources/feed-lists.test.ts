import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestCli, type TestCli } from '../context.ts'

let cli: TestCli
beforeEach(async () => {
  cli = await openTestCli()
  await cli.daywire('init')
})
afterEach(() => cli.drop())

const list = (...outlines: string[]): string =>
  `<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>${outlines.join('')}</body></opml>`
const outline = (title: string, url: string): string => `<outline text="x" title="${title}" xmlUrl="${url}"/>`

interface Listed {
  name: string
  location: string
  outcome: string
}
const sourcesOf = async (of: TestCli) => (await of.daywire('sources', 'list', '--json')).stdout

describe('sources import', () => {
  test('adds feeds, also from folders, with their language, and reports the result of each', async () => {
    const feeds = [
      outline('Harbour &amp; “Quay”', 'https://wire.example.org/feed?a=1&amp;b=2'),
      '<outline text="Abroad"><outline text="North"><outline text="Northern Post" xmlUrl="https://post.example.org/rss" language="nb"/></outline></outline>',
      '<outline text="" xmlUrl="https://nameless.example.org/rss" language="unknown!"/>',
    ]
    await cli.write('feeds.opml', list(...feeds))
    const { code, stdout, stderr } = await cli.daywire('sources', 'import', 'feeds.opml')
    expect(code).toBe(0)
    expect(stdout).toContain('added: Harbour & “Quay”, https://wire.example.org/feed?a=1&b=2\n')
    expect(stderr).toContain('2 folders of the list are not kept')
    expect(stderr).toContain('imported: 3 new, 0 there already, 0 rejected of 3 feeds')
    const kept = await cli.app(({ context }) => context.store.sources.list())
    expect(kept.map((s) => [s.name, s.kind, s.location, s.language, s.status])).toEqual(
      expect.arrayContaining([
        ['Harbour & “Quay”', 'feed', 'https://wire.example.org/feed?a=1&b=2', 'en', 'active'],
        ['Northern Post', 'feed', 'https://post.example.org/rss', 'nb', 'active'],
        ['nameless.example.org', 'feed', 'https://nameless.example.org/rss', 'en', 'active'],
      ]),
    )
  })

  test('accepts addresses as feed readers write them', async () => {
    const outlines = [
      outline('A', 'feed://a.example.org/rss'),
      outline('B', 'feed:https://b.example.org/rss'),
      outline('B once more', 'https://b.example.org/rss#top'),
    ]
    await cli.write('feeds.opml', list(...outlines))
    const { code, json } = await cli.daywire('sources', 'import', 'feeds.opml', '--json')
    expect(code).toBe(0)
    expect(json<Listed>().map(({ location, outcome }) => [location, outcome])).toEqual([
      ['http://a.example.org/rss', 'added'],
      ['https://b.example.org/rss', 'added'],
      ['https://b.example.org/rss#top', 'skipped'],
    ])
  })

  test('distinguishes feeds of the same name, and recognises them again', async () => {
    const outlines = [
      outline('News', 'https://wire.example.org/world'),
      outline('News', 'https://post.example.org/rss'),
      outline('News', 'https://post.example.org/science'),
    ]
    await cli.write('feeds.opml', list(...outlines))
    const first = (await cli.daywire('sources', 'import', 'feeds.opml', '--json')).json<Listed>()
    expect(first.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['News', 'added'],
      ['News (post.example.org)', 'added'],
      ['News (2)', 'added'],
    ])
    const again = (await cli.daywire('sources', 'import', 'feeds.opml', '--json')).json<Listed>()
    expect(again.map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped', 'skipped'])
  })

  test('a feed with the name of a source whose address is not in the list may be that source', async () => {
    await cli.write('feeds.opml', list(outline('Wire', 'https://wire.example.org/feed')))
    await cli.daywire('sources', 'import', 'feeds.opml')
    await cli.write('feeds.opml', list(outline('Wire', 'https://wire.example.org/rss')))
    const [feed] = (await cli.daywire('sources', 'import', 'feeds.opml', '--json')).json<Listed & { reason: string }>() // prettier-ignore
    expect(feed?.reason).toBe('there is already a source with this name, at https://wire.example.org/feed')
  })

  test('leaves existing sources unchanged, by name or address, and rejects invalid addresses', async () => {
    await cli.write(
      'feeds.opml',
      list(
        outline('Wire', 'https://wire.example.org/feed'),
        outline('The wire again', 'http://wire.example.org/feed/'),
        outline('Wire', 'https://other.example.org/feed'),
        outline('Script', 'javascript:alert(1)'),
      ),
    )
    const { code, json } = await cli.daywire('sources', 'import', 'feeds.opml', '--json')
    expect(code).toBe(3)
    expect(json<Listed & { reason: string }>().map((feed) => [feed.name, feed.outcome, feed.reason])).toEqual(
      [
        ['Wire', 'added', null],
        ['The wire again', 'skipped', 'this address is already the source “Wire”'],
        ['Wire (other.example.org)', 'added', null],
        ['Script', 'rejected', 'its address does not begin with http:// or https://'],
      ],
    )
    await cli.daywire('sources', 'remove', 'Wire')
    const before = await sourcesOf(cli)
    const again = (await cli.daywire('sources', 'import', 'feeds.opml', '--json')).json<Listed>()
    expect(again[0]).toMatchObject({ reason: 'this address is already the source “Wire”, which is off' })
    expect(again.map((feed) => feed.outcome)).toEqual(['skipped', 'skipped', 'skipped', 'rejected'])
    expect(await sourcesOf(cli)).toBe(before)
  })

  test('a dry run reports the same and changes nothing', async () => {
    await cli.write('feeds.opml', list(outline('Wire', 'https://wire.example.org/feed')))
    const before = await sourcesOf(cli)
    const { stdout, stderr } = await cli.daywire('sources', 'import', 'feeds.opml', '--dry-run')
    expect(stdout).toContain('added: Wire')
    expect(stderr).toContain('would import: 1 new')
    expect(await sourcesOf(cli)).toBe(before)
  })

  const bomb = `<!DOCTYPE o [<!ENTITY a "${'x'.repeat(100)}"><!ENTITY b "${'&a;'.repeat(1000)}"><!ENTITY c "${'&b;'.repeat(1000)}">]>`
  test('entities that a document defines itself are left unexpanded', async () => {
    await cli.write('feeds.opml', bomb + list(outline('Wire &c;', 'https://wire.example.org/feed')))
    const [feed] = (await cli.daywire('sources', 'import', 'feeds.opml', '--json')).json<Listed>()
    expect(feed?.name).toBe('Wire &c;')
  })

  test.each([
    ['a page', '<!doctype html><html><body>Sign in</body></html>', 'is not OPML'],
    ['a feed', '<rss version="2.0"><channel><title>x</title></channel></rss>', 'is not OPML'],
    ['nothing', '', 'is not OPML'],
    ['the first half', list(outline('A', 'https://a.example.org/')).slice(0, -20), 'ends too early'],
    ['an unclosed tag', '<opml><body><outline text="a</body></opml>', 'cannot be read as OPML'],
    ['no feed', list('<outline text="Only a folder"/>'), 'lists no feed'],
    ['depth', list('<outline text="a">'.repeat(5000) + '</outline>'.repeat(5000)), 'cannot be read as OPML'],
  ])('nothing is imported from %s', async (_, text, reason) => {
    await cli.write('feeds.opml', text)
    const before = await sourcesOf(cli)
    const { code, stderr } = await cli.daywire('sources', 'import', 'feeds.opml')
    expect(code).toBe(1)
    expect(stderr).toContain(`feeds.opml ${reason}`)
    expect(await sourcesOf(cli)).toBe(before)
  })
})

describe('sources export', () => {
  test('is imported again unchanged; characters invalid in XML are reported', async () => {
    const feeds = [
      ['Harbour & “Quay” <b>', 'https://wire.example.org/feed?a=1&b=%22'],
      ['Nördliche Nachrichten', 'https://post.example.org/rss'],
    ] as const
    for (const [name, place] of feeds)
      await cli.daywire('sources', 'add', name, place, '--kind', 'feed', '--language', 'de', '--no-check')
    await cli.daywire('sources', 'add', 'Own', 'own.xml', '--kind', 'feed', '--no-check')
    await cli.daywire('sources', 'add', 'Gone', 'https://gone.example.org/', '--no-check')
    await cli.daywire('sources', 'remove', 'Gone')
    const { code, stdout, stderr } = await cli.daywire('sources', 'export')
    expect(code).toBe(0)
    expect(stderr).toContain('Own is left out: it is a file on this machine')
    expect(stderr).toContain('Gone is left out: it is off')
    expect((await cli.daywire('sources', 'export', 'out.opml')).stderr).toContain('exported to out.opml')
    expect(await readFile(join(cli.cwd, 'out.opml'), 'utf8')).toBe(stdout)

    const other = await openTestCli()
    await other.daywire('init')
    await other.write('in.opml', stdout)
    await other.daywire('sources', 'import', 'in.opml')
    const kept = await other.app(({ context }) => context.store.sources.list())
    for (const [name, location] of feeds)
      expect(kept).toContainEqual(expect.objectContaining({ name, location, language: 'de', kind: 'feed' }))
    expect(kept.map((s) => s.name)).not.toContain('Gone')
    await other.drop()
  })

  test('without a feed nothing is written', async () => {
    for (const { name } of await cli.app(({ context }) => context.store.sources.list()))
      await cli.daywire('sources', 'remove', name)
    const { code, stdout, stderr } = await cli.daywire('sources', 'export')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain('none of the sources is a feed')
  })
})
