import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cut as cutOf } from '../../src/curate/cut.ts'
import type { Choices, Sheet } from '../../src/core/edition.ts'
import { decodedBytes, escapeHtml } from '../../src/core/encode.ts'
import { mark, parts } from '../../src/core/slots.ts'
import { openRenderer } from '../../src/render/renderer.ts'
import { newsItem, sampleSheet } from './sample-sheet.ts'

const templatesDir = join(import.meta.dirname, '../../templates')
const renderer = openRenderer({ templatesDir })
const last = {
  frozenAt: Temporal.Instant.from('2026-11-17T06:30Z'),
  date: Temporal.PlainDate.from('2026-11-17'),
}

async function blocksOf(sheet: Sheet) {
  return new Map((await renderer.digest(sheet)).map((block) => [block.key, block]))
}

async function mailOf(sheet: Sheet, choices: Choices = { topics: [] }) {
  const blocks = await blocksOf(sheet)
  const sizes = new Map([...blocks].map(([key, block]) => [key, decodedBytes(block.html)]))
  const cut = cutOf(sheet, choices, last, sizes)
  if (!cut.ok) throw new Error(cut.reason)
  const values: Record<string, string> = {
    ...renderer.values(sheet, cut),
    address: 'reader@example.org',
    topicsUrl: 'https://news.example.org/t/token',
    unsubscribeUrl: 'https://news.example.org/u/token',
  }
  const join = (kind: 'html' | 'text', safe: (text: string) => string): string =>
    cut.blocks
      .flatMap((key) => parts(blocks.get(key)?.[kind] ?? ''))
      .map((part) => ('slot' in part ? safe(values[part.slot] ?? '') : part.literal))
      .join('')
  return { html: join('html', escapeHtml), text: join('text', (text) => text), cut }
}

describe('blocks', () => {
  test('picked out of the whole are byte for byte what they are alone', async () => {
    const whole = await blocksOf(sampleSheet(8))
    const few = await blocksOf(sampleSheet(1, { earlier: [], analyses: [], profile: null }))
    for (const [key, block] of few) expect(whole.get(key), key).toEqual(block)
  })

  test('a mail looks and reads as it did', async () => {
    const { html, text } = await mailOf(sampleSheet(8))
    await expect(html).toMatchFileSnapshot('../goldens/digest.html')
    await expect(text).toMatchFileSnapshot('../goldens/digest.txt')
  })

  test('a full day of 30 stories fits with none lost', async () => {
    const { html, cut } = await mailOf(sampleSheet(30))
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(95_000)
    expect(cut.more).toEqual([])
    expect(cut.news.filter((item) => item.storyId < 30)).toHaveLength(30)
  })

  test('what comes from outside is text: no tag, no template, no slot, no other scheme', async () => {
    const hostile = newsItem(0, {
      headline: `<script>alert(1)</script> {{slot "address"}} </mj-text><mj-raw> ${mark('unsubscribeUrl')}`,
      summary: '"><img src=x onerror=alert(1)> --> <!-- {{{blocks}}}',
      link: 'javascript:alert(1)',
      also: [{ name: '<b>', link: 'data:text/html,x' }],
    })
    const { html, text } = await mailOf(sampleSheet(1, { news: [hostile], earlier: [] }))
    expect(html).not.toMatch(/<script|<img src=x|javascript:|data:text/)
    expect(html).toContain('&lt;script&gt;')
    expect(html.split('news.example.org/u/token')).toHaveLength(2)
    expect(text.split('news.example.org/u/token')).toHaveLength(2)
  })

  test('every heading holds at most one link, and no block lies in a link', async () => {
    const { html } = await mailOf(sampleSheet(8))
    for (const [heading] of html.matchAll(/<h[1-3][\s\S]*?<\/h[1-3]>/g))
      expect(heading.split('<a ').length).toBeLessThanOrEqual(2)
    for (const [link] of html.matchAll(/<a [\s\S]*?<\/a>/g)) expect(link).not.toMatch(/<(p|div|h\d|table)\b/)
    expect(html).toMatch(/<html lang="en"/)
    expect(html.match(/<img(?![^>]*\salt=)[^>]*>/g)).toBeNull()
  })
})

describe('values', () => {
  const subjectOf = async (changes: Partial<Sheet>) => {
    const sheet = sampleSheet(3, changes)
    const { cut } = await mailOf(sheet)
    return renderer.values(sheet, cut)
  }

  test('the subject is the lead’s headline, unlike those of the last days', async () => {
    const { subject, preheader } = await subjectOf({})
    expect(subject).toBe('Neighbours wary of wider role for Eastland’s interceptors')
    expect(preheader).not.toContain(subject)
    const next = await subjectOf({ recentSubjects: [subject] })
    expect(next.subject).not.toBe(subject)
    const third = await subjectOf({ recentSubjects: [subject, next.subject] })
    expect([subject, next.subject]).not.toContain(third.subject)
  })

  test('topics are named as people say them', async () => {
    const sheet = sampleSheet(8)
    const { cut } = await mailOf(sheet, { topics: ['nuclear', 'missiles'] })
    expect(renderer.values(sheet, cut).topics).toBe('Nuclear and Missiles')
    expect((await subjectOf({})).topics).toBe('all topics')
  })
})

describe('a template that is broken is named', () => {
  test.each([
    ['story-lead.mjml.hbs', '{{#if x}}'],
    ['section.mjml.hbs', '<mj-nothing>x</mj-nothing>'],
    ['profile.txt.hbs', '{{missing.field}}'],
    ['layout.mjml.hbs', '{{css "no-such-style"}}'],
  ])('%s', async (file, content) => {
    const folder = await mkdtemp(join(tmpdir(), 'daywire-templates-'))
    await cp(templatesDir, folder, { recursive: true })
    const path = join(folder, 'digest', file)
    await writeFile(path, `${await readFile(path, 'utf8')}\n${content}`)
    const broken = openRenderer({ templatesDir: folder }).digest(sampleSheet(2))
    await expect(broken).rejects.toMatchObject({
      code: 'template-broken',
      message: expect.stringContaining(file) as unknown,
    })
  })
})
