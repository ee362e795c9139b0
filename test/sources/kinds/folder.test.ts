import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { folderOf, open, type Read } from '../setting.ts'
import { inWords } from '../../in-words.ts'

const whole = `---
headline: Pier seven reopens
section: news
topics: [missiles, nuclear]
countries: xa
byline: Ada Vance
date: 2026-11-20T08:15+01:00
image: { file: pier.jpg, alt: The pier, caption: Pier seven, credit: Ben Orr }
---
The **pier** is open. [Plan](https://wire.example.org/plan)

<script>alert(1)</script>It was shut.
`
const short = (more = ''): string => `---\nheadline: Short\ndate: 2026-11-20\n${more}---\n`

async function readFolder(files: Record<string, string>, timeZone: string | null = null): Promise<Read> {
  const folder = await folderOf(files)
  return read(folder, timeZone)
}

async function read(location: string, timeZone: string | null = null): Promise<Read> {
  const reading = await open().read({
    kind: 'folder',
    location,
    timeZone,
    options: {},
    etag: null,
    lastModified: null,
  })
  if (!reading.ok || reading.unchanged) throw new Error(JSON.stringify(reading))
  return reading
}

describe('a folder of editors’ files', () => {
  test('a story with all fields', async () => {
    const reading = await readFolder({ 'pier.md': whole })
    expect(inWords(reading)).toMatchObject({ kind: 'folder', notes: [] })
    expect(reading.items).toEqual([
      {
        id: 'pier.md',
        link: null,
        headline: 'Pier seven reopens',
        byline: 'Ada Vance',
        summary: 'The pier is open. Plan',
        html: '<p>The <strong>pier</strong> is open. <a href="https://wire.example.org/plan">Plan</a></p>\nIt was shut.',
        date: Temporal.Instant.from('2026-11-20T07:15:00Z'),
        dateFrom: 'published',
        image: {
          url: pathToFileURL(join(reading.base ?? '', 'pier.jpg')).href,
          alt: 'The pier',
          caption: 'Pier seven',
          credit: 'Ben Orr',
        },
        topics: ['missiles', 'nuclear'],
        countries: ['XA'],
        categories: [],
        section: 'news',
        own: true,
        position: 0,
        fingerprint: null,
      },
    ])
  })

  test('it is our own if it has a body and no other link', async () => {
    const { items } = await readFolder({
      'a.md': `${short()}Body`,
      'b.md': `${short('link: https://wire.example.org/b\nsource: The Wire\nsummary: In short.\n')}Body`,
      'c.md': short('summary: In short.\n'),
    })
    expect(items.map(({ own, link, summary, byline }) => ({ own, link, summary, byline }))).toEqual([
      { own: true, link: null, summary: 'Body', byline: null },
      { own: false, link: 'https://wire.example.org/b', summary: 'In short.', byline: 'The Wire' },
      { own: false, link: null, summary: 'In short.', byline: null },
    ])
  })

  test('a date without zone is in the zone of the source', async () => {
    const { items } = await readFolder({ 'a.md': `${short()}Body` }, 'Asia/Seoul')
    expect(items[0]?.date?.toString()).toBe('2026-11-19T15:00:00Z')
  })

  test('an invalid file is reported by name with its reason, and the others are read', async () => {
    const { items, notes } = await readFolder({
      'a.md': 'No front matter',
      'b.md': '---\nheadline: [\n---\n',
      'c.md': '---\ndate: 2026-11-20\nsection: sport\n---\n',
      'd.md': '---\nheadline: D\ndate: soon\n---\n',
      'e.md': short('link: javascript:alert(1)\n'),
      'f.md': short('image: { alt: none }\n'),
      'g.md': `${short('capton: x\n')}Body`,
      'h.md': `---\na: &a [1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c]\n---\n`,
    })
    expect(items.map((item) => item.id)).toEqual(['g.md'])
    expect(inWords(notes)).toEqual([
      'a.md: left out: has no front matter: begin it with a line of ---, fields, and another line of ---',
      expect.stringMatching(/^b\.md: left out: has a front matter that is not valid YAML: /),
      expect.stringMatching(
        /^c\.md: left out: headline is missing; section must be one of these: news, analysis/,
      ),
      'd.md: left out: has the date “soon”, which is not valid; write it as 2026-11-20T08:15+01:00',
      expect.stringMatching(/^e\.md: left out: link must be an http or https address/),
      'f.md: left out: image must have either file or url',
      'g.md: the field “capton” is unknown and not used',
      expect.stringMatching(
        /^h\.md: left out: has a front matter that is not valid YAML: Excessive alias count/,
      ),
    ])
  })

  test('only its own .md files are read, in the order of their names, and no link to the outside is followed', async () => {
    const outside = await folderOf({ 'secret.md': `${short()}Secret` })
    const folder = await folderOf({
      '2.md': `${short()}Two`,
      '1.MD': `${short()}One`,
      'README.md': 'How to',
      '.draft.md': 'x',
      'a.txt': 'x',
    })
    await mkdir(join(folder, 'below.md'))
    await writeFile(join(folder, 'below.md', 'deep.md'), `${short()}Deep`)
    await symlink(join(outside, 'secret.md'), join(folder, 'link.md'))
    await symlink(join(folder, '2.md'), join(folder, '3.md'))
    const { items, notes } = await read(folder)
    expect(items.map((item) => item.id)).toEqual(['1.MD', '2.md', '3.md'])
    expect(inWords(notes)).toEqual([expect.stringContaining('link.md: left out: ')])
    expect(JSON.stringify(items)).not.toContain('Secret')
  })

  test('a missing folder is an error', async () => {
    const address = {
      kind: 'folder',
      location: '/nowhere/at/all',
      timeZone: null,
      options: {},
      etag: null,
      lastModified: null,
    }
    expect(inWords(await open().read(address))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('/nowhere/at/all'),
    })
  })
})
