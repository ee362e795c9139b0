import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cut as cutOf } from '../../src/curate/cut/cut.ts'
import { type CutChoices, defaultChoices } from '../../src/core/entities/subscription.ts'
import type { LastDelivery, Sheet } from '../../src/core/entities/sheet.ts'
import { decodedBytes, escapeHtml } from '../../src/core/text/encode.ts'
import { mark, parts } from '../../src/core/text/slots.ts'
import { openRenderer } from '../../src/render/renderer.ts'
import { columns, wrapped } from '../../src/core/text/wrap.ts'
import { newsItem, sampleSheet } from './sample-sheet.ts'
import { english } from '../../src/core/said/sentence.ts'

const templatesDir = join(import.meta.dirname, '../../templates')
const renderer = openRenderer({ templatesDir })
const last = {
  frozenAt: Temporal.Instant.from('2026-11-17T06:30Z'),
  date: Temporal.PlainDate.from('2026-11-17'),
}

async function blocksOf(sheet: Sheet) {
  return new Map((await renderer.digest(sheet)).map((block) => [block.key, block]))
}

async function mailOf(sheet: Sheet, choices: CutChoices = defaultChoices, before: LastDelivery = last) {
  const blocks = await blocksOf(sheet)
  const sizes = new Map([...blocks].map(([key, block]) => [key, decodedBytes(block.html)]))
  const cut = cutOf(sheet, choices, before, sizes)
  if (!cut.ok) throw new Error(english(cut))
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
  return { html: join('html', escapeHtml), text: join('text', (text) => wrapped(text, 0)), cut }
}

describe('blocks', () => {
  test('taken from the whole are byte for byte the same as rendered alone', async () => {
    const whole = await blocksOf(sampleSheet(8))
    const few = await blocksOf(sampleSheet(1, { earlier: [], analyses: [], profile: null }))
    for (const [key, block] of few) expect(whole.get(key), key).toEqual(block)
  })

  test('an e-mail matches its golden files', async () => {
    const { html, text } = await mailOf(sampleSheet(8))
    await expect(html).toMatchFileSnapshot('../goldens/digest.html')
    await expect(text).toMatchFileSnapshot('../goldens/digest.txt')
  })

  test('its footer links to the newsroom’s own pages, if there are any', async () => {
    const sheet = sampleSheet(2)
    const { html, text } = await mailOf({ ...sheet, ownPages: ['privacy', 'imprint'] })
    for (const [name, label] of [
      ['privacy', 'Privacy notice'],
      ['imprint', 'Imprint'],
    ]) {
      const link = `${sheet.publicUrl}${name}`
      expect(html).toMatch(new RegExp(`<a href="${RegExp.escape(link)}"[^>]*>${label}</a>`))
      expect(text).toContain(`\n\n${label}:\n${link}\n`)
    }
    const hebrew = { ...sheet, digest: { ...sheet.digest, language: 'he' }, ownPages: ['privacy' as const] }
    expect((await mailOf(hebrew)).text).toContain('מדיניות פרטיות:\n')
  })

  test('its text has 72 columns, except for addresses, and every link of its HTML', async () => {
    const wide = newsItem(3, {
      headline: '检查员周一返回浓缩大厅'.repeat(8),
      sourceName: `A source of ${'a long name '.repeat(9)}`,
      also: Array.from({ length: 9 }, (_, id) => ({
        name: `Coastal Times ${id}`,
        link: `https://coastal.example.com/${id}`,
      })),
      why: 'It matters to all who live around the strait, and to those who sail it. '.repeat(3),
    })
    const { html, text } = await mailOf(
      sampleSheet(12, {
        news: [wide, ...sampleSheet(12).news.slice(4)],
        note: 'A note of ours. '.repeat(20),
      }),
      {
        topics: sampleSheet(1)
          .topics.slice(1)
          .map(({ id }) => id),
      },
    )
    for (const line of text.split(/\r?\n/))
      expect(/^\s*https?:\S+$/.test(line) || columns(line) <= 72, line).toBe(true)
    for (const [, link = ''] of html.matchAll(/<a href="(https?:[^"#]*)["#]/g))
      expect(text).toContain(link.replaceAll('&amp;', '&'))
  })

  test('in its text, each filled-in value is on a line of its own under its label', async () => {
    const { text } = await mailOf(sampleSheet(8))
    expect(text).toContain('because you chose:\nall topics\n\nIt was sent to:\nreader@example.org\n')
    expect(text).toMatch(/^Friday, November\s20,\s2026 · Times in /m)
    expect(text).toContain('\nAlso reported by:\n')
  })

  test('a message to the editors has 72 columns', async () => {
    const long = 'The newsroom of the daily sheet on matters of security in all of the world and beyond'
    const { text } = await renderer.message(
      { kind: 'alert', subject: long, lead: long, points: [{ name: long, text: long }], advice: long },
      { ...sampleSheet(1).newsroom, name: long, language: 'en' },
    )
    for (const line of text.split('\n')) expect(columns(line), line).toBeLessThanOrEqual(72)
  })

  test('a full day of 30 stories fits with none lost', async () => {
    const { html, cut } = await mailOf(sampleSheet(30))
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(95_000)
    expect(cut.more).toEqual([])
    expect(cut.news.filter((item) => item.storyId < 30)).toHaveLength(30)
  })

  test('36 stories with everything also fit', async () => {
    const news = sampleSheet(36).news.map((item) => ({ ...item, why: 'It is the first time in nine years.' }))
    const { html } = await mailOf(sampleSheet(36, { news, note: 'A note of ours.\n\nIn two paragraphs.' }))
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(95_000)
    expect(html).toContain('A note of ours.')
  })

  test('outside input is text: no tag, no template, no slot, no other scheme', async () => {
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

  test('every heading contains at most one link, and no block is inside a link', async () => {
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

  test('the subject is the lead’s headline, different from those of the last days', async () => {
    const { subject, preheader } = await subjectOf({})
    expect(subject).toBe('Neighbours wary of wider role for Eastland’s interceptors')
    expect(preheader).not.toContain(subject)
    const next = await subjectOf({ recentSubjects: [subject] })
    expect(next.subject).not.toBe(subject)
    const third = await subjectOf({ recentSubjects: [subject, next.subject] })
    expect([subject, next.subject]).not.toContain(third.subject)
  })

  test('nothing is cut in mid-clause: not the subject, the preheader, a brief or a line', async () => {
    const long = `Neighbours of the strait are wary of a wider role for interceptors, ${'as talks go on and '.repeat(12)}on`
    const news = Array.from({ length: 9 }, (_, id) =>
      newsItem(id, {
        headline: `${long} ${id}`,
        summary: `${'A long first sentence goes on '.repeat(9)}to its end. A second one is cut off by its so… [Read more]`,
      }),
    )
    const sheet = sampleSheet(9, { news, earlier: [], analyses: [] })
    const { html, text, cut } = await mailOf(sheet)
    const { subject, preheader } = renderer.values(sheet, cut)
    for (const shown of [html, text, subject, preheader]) expect(shown).not.toMatch(/…|\.\.\.|read more/i)
    expect(subject).toBe('Neighbours of the strait are wary of a wider role for interceptors')
    expect(text).not.toContain('cut off')
  })

  test('an e-mail with only corrections says so', async () => {
    const set = (id: number) => ({ ...newsItem(id), editionDate: Temporal.PlainDate.from('2026-11-19') })
    const stamped = [0, 1, 2].map((id) => ({
      ...set(id),
      editionFrozenAt: Temporal.Instant.from('2026-11-20T06:30Z'),
      follows: {
        kind: 'correction' as const,
        storyId: id,
        headline: 'As it was',
        on: Temporal.PlainDate.from('2026-11-19'),
        link: 'https://news.example.org/editions/daily/2026-11-19#s1',
      },
    }))
    const valuesOf = async (corrections: typeof stamped) => {
      const sheet = sampleSheet(0, { corrections, earlier: [], analyses: [], profile: null })
      const shown = new Set(corrections.map(({ storyId }) => storyId))
      const last = {
        date: Temporal.PlainDate.from('2026-11-19'),
        frozenAt: Temporal.Instant.from('2026-11-19T06:30Z'),
        shown,
      }
      const { html, text, cut } = await mailOf(sheet, { topics: [] }, last)
      return { html, text, ...renderer.values(sheet, cut) }
    }
    const one = await valuesOf(stamped.slice(0, 1))
    expect(one.subject).toBe('Correction: Neighbours wary of wider role for Eastland’s interceptors')
    expect(one.counts).toBe('1\u00A0correction · 1\u00A0min\u00A0read')
    expect(one.preheader).not.toBe('')
    expect([...one.html.matchAll(/<h(\d)/g)].map(([, level]) => level)).toEqual(['1', '2', '3'])
    expect(one.text).toMatch(/^Carried on Thursday, November\s19 as:\nAs it was\n/m)
    const same = await valuesOf(
      stamped.slice(0, 1).map((item) => ({ ...item, follows: { ...item.follows, headline: item.headline } })),
    )
    for (const shown of [same.text, same.html]) {
      expect(shown).toMatch(/Carried on Thursday, November\s19/)
      expect(shown).not.toMatch(/November\s19 as:/)
    }
    expect(same.text.match(/^Neighbours wary of wider role/gm)).toHaveLength(1)
    const three = await valuesOf(stamped)
    expect(three.subject).toBe(
      'Corrections: Neighbours wary of wider role for Eastland’s interceptors, and 2 more',
    )
    expect(three.counts).toContain('3\u00A0corrections')
    expect(three.preheader).toContain('Inspectors return to enrichment hall')
  })

  test('topics that do not fit on a line are counted', async () => {
    const sheet = sampleSheet(8)
    const topics = sheet.topics.map((topic) => ({
      ...topic,
      name: `${topic.name} ${'and the like '.repeat(4)}`.trim(),
    }))
    const wordy = { ...sheet, topics }
    const { cut } = await mailOf(wordy, { topics: topics.slice(1).map(({ id }) => id) })
    expect(renderer.values(wordy, cut).topics).toMatch(/ and \d+ more topics$/)
  })

  test('topics are listed as in prose', async () => {
    const sheet = sampleSheet(8)
    const { cut } = await mailOf(sheet, { topics: ['nuclear', 'missiles'] })
    expect(renderer.values(sheet, cut).topics).toBe('Nuclear and Missiles')
    expect((await subjectOf({})).topics).toBe('all topics')
  })
})

describe('a broken template is named', () => {
  test.each([
    ['items/story-lead.mjml.hbs', '{{#if x}}'],
    ['sections/section.mjml.hbs', '<mj-nothing>x</mj-nothing>'],
    ['items/profile.txt.hbs', '{{missing.field}}'],
    ['frame/layout.mjml.hbs', '{{css "no-such-style"}}'],
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
