import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Block, Sheet } from '../../src/core/entities/sheet.ts'
import { mark, parts } from '../../src/core/text/slots.ts'
import { openRenderer } from '../../src/render/renderer.ts'
import { newsItem, sampleSheet } from './sample-sheet.ts'

const templatesDir = join(import.meta.dirname, '../../templates')
const renderer = openRenderer({ templatesDir })

const wild =
  '<script>alert(1)</script> "quoted" \'single\' {{slot "address"}} {{{blocks}}} </mj-text></mj-raw><mj-image src="x" /> <!--daywire 3--> <![endif]--> & &amp;lt; ' +
  mark('unsubscribeUrl')

/** A sheet in which every outside text is hostile. */
function wildSheet(link: string): Sheet {
  const changes = {
    headline: wild,
    summary: wild,
    byline: wild,
    sourceName: wild,
    link,
    also: [{ name: wild, link }],
    countries: [{ code: 'XN', name: wild }],
    picture: {
      large: { src: 'media/a', width: 10, height: 10 },
      thumb: { src: 'media/a', width: 10, height: 10 },
      alt: wild,
      caption: wild,
      credit: wild,
    },
  }
  const sheet = sampleSheet(1)
  return {
    ...sheet,
    newsroom: { ...sheet.newsroom, tagline: wild, publisher: wild, address: wild, analysisTitle: wild },
    news: [newsItem(0, changes)],
    analyses: sheet.analyses.map((item) => ({ ...item, ...changes })),
    earlier: sheet.earlier.map((item) => ({ ...item, ...changes })),
    profile: { ...profileOf(sheet), name: wild, overview: wild, linkText: wild, link },
  }
}

function profileOf({ profile }: Sheet) {
  if (!profile) throw new Error('the sample has a profile')
  return profile
}

/** Tags with the names of their attributes, without values: the structure of a piece. */
const shape = (html: string) => html.replace(/>[^<]*</g, '><').replace(/="[^"]*"/g, '')

describe('hostile texts', () => {
  test('change no block’s structure: they stay text', async () => {
    const link = 'https://sample.example.com/stories/0'
    const tame = await renderer.digest(replaced(wildSheet(link), 'tame words'))
    const hostile = await renderer.digest(wildSheet(link))
    const byKey = new Map(tame.map((block) => [block.key, block]))
    expect(hostile.map((block) => block.key)).toEqual(tame.map((block) => block.key))
    for (const block of hostile)
      expect(shape(block.html), block.key).toBe(shape(byKey.get(block.key)?.html ?? ''))
  })

  test('name no slot, also not in a link', async () => {
    const slots = (blocks: Block[]) =>
      blocks.flatMap(({ key, html, text }) =>
        [html, text].flatMap((piece) =>
          parts(piece).flatMap((part) => ('slot' in part ? `${key} ${part.slot}` : [])),
        ),
      )
    const hostile = await renderer.digest(wildSheet(`https://evil.example.com/?${mark('unsubscribeUrl')}`))
    expect(slots(hostile)).toEqual(
      slots(await renderer.digest(replaced(wildSheet('https://a.example.com/'), 'tame'))),
    )
    expect(JSON.stringify(hostile)).toContain('https://evil.example.com/?unsubscribeUrl')
  })

  test.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//evil.example.com',
    '',
  ])('a link such as “%s” is refused', async (link) => {
    const blocks = await renderer.digest(wildSheet(link))
    const all = blocks.map(({ html, text }) => html + text).join('\n')
    if (link) expect(all).not.toContain(link.trim())
    for (const [, target] of all.matchAll(/href="([^"]*)"/g))
      expect(target).toMatch(/^(https?:\/\/|mailto:newswire@example\.org$|\uF8F0)/)
  })
})

/** The same sheet with harmless texts. */
function replaced<T>(value: T, words: string): T {
  if (value === wild) return words as T
  if (Array.isArray(value)) return value.map((one) => replaced(one as unknown, words)) as T
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, replaced(one as unknown, words)]),
  ) as T
}

test('every block of a sheet has its HTML and its text, and contains only slots that e-mails fill', async () => {
  const blocks = await renderer.digest(sampleSheet(8))
  expect(new Set(blocks.map((block) => block.key)).size).toBe(blocks.length)
  for (const { key, html, text } of blocks) {
    expect(html.trim(), key).not.toBe('')
    expect(html.endsWith('\n'), key).toBe(true)
    if (key !== 'head' && key !== 'tail') expect(text.trim(), key).not.toBe('')
    expect(() => [...parts(html), ...parts(text)], key).not.toThrow()
    expect(html + text, key).not.toMatch(/\{\{|\}\}|undefined|\[object|<mj-/)
  }
})

test.each([
  ['partials/label.hbs', '{{#if x}}'],
  ['digest/frame/masthead.txt.hbs', '{{slot "nobody"}}'],
  ['digest/items/story-brief.mjml.hbs', '<mj-text>never closed'],
  ['digest/frame/intro.mjml.hbs', '</mj-text>'],
  ['digest/sections/more.mjml.hbs', '<mj-section><mj-column></mj-column></mj-section>'],
  ['digest/items/line.mjml.hbs', '<mj-text colour="red">x</mj-text>'],
  ['digest/frame/layout.mjml.hbs', '</mj-body>'],
  ['digest/styles.json', '}'],
])('%s is named if it is broken by %s', async (file, content) => {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-templates-'))
  await cp(templatesDir, folder, { recursive: true })
  const path = join(folder, file)
  await writeFile(path, `${await readFile(path, 'utf8')}\n${content}`)
  const broken = openRenderer({ templatesDir: folder }).digest(sampleSheet(2))
  await expect(broken).rejects.toMatchObject({
    code: 'template-broken',
    message: expect.stringContaining(file) as unknown,
  })
  await rm(folder, { recursive: true })
})

test('a digest is rendered with the folder that it names, and a missing one is reported', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-templates-'))
  await cp(templatesDir, folder, { recursive: true })
  await cp(join(folder, 'digest'), join(folder, 'plain'), { recursive: true })
  await writeFile(join(folder, 'plain/frame/masthead.txt.hbs'), 'A masthead of its own\n')
  const sheet = sampleSheet(2)
  const of = (template: string) =>
    openRenderer({ templatesDir: folder }).digest({ ...sheet, digest: { ...sheet.digest, template } })
  expect((await of('plain')).find(({ key }) => key === 'masthead')?.text).toContain('of its own')
  expect((await of('digest')).find(({ key }) => key === 'masthead')?.text).not.toContain('of its own')
  await expect(of('absent')).rejects.toThrow('absent')
  await rm(folder, { recursive: true })
})

test('a folder without templates is reported', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-templates-'))
  await expect(openRenderer({ templatesDir: folder }).digest(sampleSheet(1))).rejects.toMatchObject({
    code: 'template-broken',
  })
  await rm(folder, { recursive: true })
})

test('a layout without a place for the blocks is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-templates-'))
  await cp(templatesDir, folder, { recursive: true })
  const path = join(folder, 'digest/frame/layout.mjml.hbs')
  await writeFile(path, (await readFile(path, 'utf8')).replace('{{{blocks}}}', ''))
  await expect(openRenderer({ templatesDir: folder }).digest(sampleSheet(1))).rejects.toThrow(
    'layout.mjml.hbs',
  )
  await rm(folder, { recursive: true })
})
