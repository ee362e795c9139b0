import { block, forms, type EarlierItem, type Item, type Sheet } from '../../src/core/entities/sheet.ts'
import { decodedBytes, encodePiece } from '../../src/core/text/encode.ts'
import { mark } from '../../src/core/text/slots.ts'

/** A full invented day: 30 stories over 8 topics, each under one or two, and two earlier days. */

export const topicIds = [
  'nuclear',
  'biological',
  'chemical',
  'missiles',
  'terrorism',
  'arms',
  'export',
  'space',
]
const stories = 30
const earlierStories = 40

export const frozenAt = Temporal.Instant.from('2026-03-04T09:00:00Z')
const day = Temporal.Duration.from({ hours: 24 })

const words =
  'inspectors returned to the harbour where a treaty on monitoring had been signed by both sides after years of talks about declared stocks and the safe removal of old containers from storage'.split(
    ' ',
  )

/** `count` words from a position in the list, so that no two stories are alike. */
function prose(seed: number, count: number): string {
  const all = Array.from(
    { length: count },
    (_, at) => words[(seed * 7 + at * (1 + (seed % 5))) % words.length],
  )
  return `“${all.join(' ')}” – said on day ${seed}.`
}

function item(storyId: number, section: Item['section']): Item {
  const first = topicIds[storyId % topicIds.length] ?? ''
  const second = topicIds[(storyId * 3 + 1) % topicIds.length] ?? ''
  return {
    storyId,
    section,
    topics: storyId % 2 === 0 || first === second ? [first] : [first, second],
    countries: [],
    headline: prose(storyId, 9),
    summary: prose(storyId + 3, 50),
    why: null,
    byline: null,
    sourceName: 'Harbour Wire',
    link: `https://wire.example.org/2026/03/04/story-${storyId}`,
    publishedAt: frozenAt,
    firstSeenAt: frozenAt.subtract({ hours: 2 }),
    picture: null,
    also: [],
    score: 100 - storyId,
    reasons: [],
  }
}

function earlierItem(index: number): EarlierItem {
  const days = 1 + (index % 5)
  const at = frozenAt.subtract({ hours: 24 * days })
  return {
    ...item(100 + index, 'news'),
    editionDate: at.toZonedDateTimeISO('UTC').toPlainDate(),
    editionFrozenAt: at,
  }
}

export function benchSheet(): Sheet {
  const analyses = [201, 202, 203].map((id) => item(id, 'analysis'))
  return {
    newsroom: {
      name: 'Harbour Newswire',
      tagline: '',
      publisher: 'Harbour Institute',
      address: '1 Quay, Harbour',
      language: 'en',
      sender: { name: 'Harbour Newswire', email: 'news@example.org' },
      replyTo: null,
      analysisTitle: 'Analysis',
      alerts: [],
      rules: [],
    },
    digest: {
      id: 1,
      key: 'daily',
      name: 'Daily',
      language: 'en',
      template: 'digest',
      timeZone: 'UTC',
      hour: '10:00',
    },
    editionId: 7,
    date: Temporal.PlainDate.from('2026-03-04'),
    number: 0,
    revision: 1,
    opensAt: frozenAt.subtract(day),
    frozenAt,
    topics: topicIds.map((id) => ({
      id,
      name: id,
      description: '',
      color: { light: '#123456', dark: '#abcdef' },
      lexicon: { terms: {}, not: [], together: [] },
    })),
    news: Array.from({ length: stories }, (_, at) => item(at + 1, 'news')),
    analyses,
    corrections: [],
    earlier: Array.from({ length: earlierStories }, (_, at) => earlierItem(at)),
    profile: null,
    note: null,
    recentSubjects: [],
    ownPages: [],
    publicUrl: 'https://news.example.org/',
  }
}

const cell = 'padding:0 24px 12px;font-family:Georgia,serif;font-size:16px;line-height:24px;color:#1c2733'

const row = (inner: string) =>
  `<div style="margin:0 auto;max-width:600px"><table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:100%"><tbody><tr><td align="left" style="${cell}">${inner}</td></tr></tbody></table></div>\n`

function storyPiece(story: Item, size: 'lead' | 'normal' | 'brief'): { html: string; text: string } {
  const link = `<h3 style="margin:0;font-size:18px;line-height:24px"><a href="${story.link}" style="color:#0b3d66;text-decoration:none">${story.headline}</a></h3>`
  const summary = size === 'brief' ? '' : `<p style="margin:4px 0">${story.summary}</p>`
  const source = `<p style="margin:0;font-size:13px;color:#5a6672">${story.sourceName} · ${story.topics[0]}</p>`
  const picture =
    size === 'lead'
      ? `<img src="https://news.example.org/media/${'a'.repeat(32)}" width="552" height="310" alt="">`
      : ''
  return {
    html: row(`${picture}${link}${summary}${source}`),
    text: `${story.headline}\n${size === 'brief' ? '' : `${story.summary}\n`}${story.link}\n\n`,
  }
}

function fixedPieces(): Record<string, { html: string; text: string }> {
  const styles = Array.from({ length: 60 }, (_, at) => `.c${at}{color:#1c2733;padding:${at}px}`).join('\n')
  return {
    [block.head]: {
      html: `<!doctype html><html lang="en"><head><title>${mark('subject')}</title><style>${styles}</style></head><body><div style="display:none">${mark('preheader')}</div>\n`,
      text: '',
    },
    [block.masthead]: { html: row('<h1>Harbour Newswire</h1>').repeat(2), text: 'HARBOUR NEWSWIRE\n\n' },
    [block.intro]: {
      html: row(`For your topics: ${mark('topics')} · ${mark('counts')}`),
      text: `For your topics: ${mark('topics')} · ${mark('counts')}\n\n`,
    },
    [block.inBriefHead]: { html: row('<h2>In brief</h2>'), text: 'In brief\n' },
    [block.since]: { html: row(`<h2>Since ${mark('since')}</h2>`), text: `Since ${mark('since')}\n` },
    [block.analysisHead]: { html: row('<h2>Analysis</h2>'), text: 'Analysis\n' },
    [block.footer]: {
      html: row(
        `Sent to ${mark('address')}. <a href="${mark('topicsUrl')}">Topics</a> <a href="${mark('unsubscribeUrl')}">Unsubscribe</a>`,
      ),
      text: `Sent to ${mark('address')}.\nTopics: ${mark('topicsUrl')}\nUnsubscribe: ${mark('unsubscribeUrl')}\n`,
    },
    [block.tail]: { html: '</body></html>\n', text: '' },
  }
}

function allPieces(sheet: Sheet): Map<string, { html: string; text: string }> {
  const pieces = new Map(Object.entries(fixedPieces()))
  for (const { id } of sheet.topics) {
    pieces.set(block.section(id), { html: row(`<h2>${id}</h2>`), text: `${id.toUpperCase()}\n\n` })
    pieces.set(block.more(id), {
      html: row(`more on the web`),
      text: `more\n`,
    })
  }
  for (const story of sheet.news) {
    pieces.set(block.line(story.storyId), { html: row(story.headline), text: `- ${story.headline}\n` })
    for (const topic of story.topics)
      for (const form of forms) pieces.set(block.story(story.storyId, form, topic), storyPiece(story, form))
  }
  for (const story of sheet.earlier) pieces.set(block.earlier(story.storyId), storyPiece(story, 'brief'))
  for (const story of sheet.analyses)
    for (const isNew of [true, false])
      pieces.set(block.analysis(story.storyId, isNew), storyPiece(story, 'normal'))
  return pieces
}

export interface BenchBlocks {
  encoded: Map<string, { html: string; text: string }>
  sizes: Map<string, number>
}

/** Every block of the sheet, encoded, with its size for the cut. */
export function benchBlocks(sheet: Sheet): BenchBlocks {
  const encoded: BenchBlocks['encoded'] = new Map()
  const sizes: BenchBlocks['sizes'] = new Map()
  for (const [key, { html, text }] of allPieces(sheet)) {
    encoded.set(key, { html: encodePiece(html), text: text === '' ? '' : encodePiece(text) })
    sizes.set(key, decodedBytes(html))
  }
  return { encoded, sizes }
}

/** The same day as one MJML document, which rendering for each recipient would have to process. */
export function benchMjml(sheet: Sheet, address: string): string {
  const section = (inner: string) =>
    `<mj-section padding="0 0 12px"><mj-column><mj-text>${inner}</mj-text></mj-column></mj-section>`
  const body = sheet.news.map((story) =>
    section(
      `<h3><a href="${story.link}">${story.headline}</a></h3><p>${story.summary}</p><p>${story.sourceName}</p>`,
    ),
  )
  return `<mjml><mj-head><mj-preview>${sheet.news[0]?.summary}</mj-preview></mj-head><mj-body>${section('<h1>Harbour Newswire</h1>')}${body.join('')}${section(`Sent to ${address}`)}</mj-body></mjml>`
}
