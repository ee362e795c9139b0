import { readFileSync } from 'node:fs'
import type { EarlierItem, Item, Sheet } from '../../src/core/entities/sheet.ts'
import type { Topic } from '../../src/core/entities/newsroom.ts'

/** A day of an invented newsroom, for tests of rendering and the cut. */

const topics = JSON.parse(
  readFileSync(new URL('../../subscribers/topics.json', import.meta.url), 'utf8'),
) as Topic[]

const at = (text: string) => Temporal.Instant.from(text)

const subjects = [
  'Neighbours wary of wider role for Eastland’s interceptors',
  'Inspectors return to enrichment hall after five-week gap',
  'Research reactor converts to low-enriched fuel ahead of plan',
  'Port police stop shipment of precursor chemicals bound for Varenia',
  'Northland and Eastland agree to swap notice of test flights',
  'Laboratory network reports clean audit of its strain collections',
  'Ransomware closes control room of Kestrian water utility for a day',
  'Court in Sundara convicts three over plot against rail depot',
]

const summary =
  'The foreign ministry asked for a say before any operation near its waters, a day after an advisory panel proposed letting interceptors defend allies abroad. Two parties in the governing coalition have yet to agree.'

export function newsItem(id: number, changes: Partial<Item> = {}): Item {
  const topic = topics[id % topics.length]?.id ?? 'nuclear'
  const picture = {
    large: { src: `media/${String(id).padStart(32, '0')}`, width: 1088, height: 612 },
    thumb: { src: `media/${String(id).padStart(32, '1')}`, width: 224, height: 168 },
    alt: 'An interceptor battery near the coast',
    caption: 'Sample: an interceptor battery on exercise in February.',
    credit: 'Sample Press Agency',
  }
  return {
    storyId: id,
    section: 'news',
    topics: id % 2 === 0 ? [topic] : [topic, topics[(id + 3) % topics.length]?.id ?? 'nuclear'],
    countries: [{ code: 'XN', name: 'Northland' }],
    headline: `${subjects[id % subjects.length]}${id >= subjects.length ? ` (${id})` : ''}`,
    summary,
    why: null,
    byline: id % 3 === 0 ? 'A staff correspondent' : null,
    sourceName: 'Sample Wire',
    link: `https://sample.example.com/stories/${id}?a=1&b=2`,
    publishedAt: at('2026-11-20T04:40Z').subtract({ minutes: id * 7 }),
    firstSeenAt: at('2026-11-20T05:00Z'),
    picture: id % 3 === 0 ? picture : null,
    also: id % 5 === 0 ? [{ name: 'Coastal Times', link: 'https://coastal.example.com/a' }] : [],
    score: 100 - id,
    reasons: ['fits the topic'],
    ...changes,
  }
}

function analysisItem(id: number, seen: string): Item {
  return newsItem(id, {
    section: 'analysis',
    topics: [],
    headline:
      id % 2
        ? 'How to talk about limits without reopening old wounds'
        : 'A contact group is worth its travel costs',
    summary: 'Three areas where cooperation remains in everyone’s interest, and one that should wait.',
    publishedAt: at(seen),
    firstSeenAt: at(seen),
    picture: null,
    also: [],
  })
}

function earlierItem(id: number, date: string): EarlierItem {
  return {
    ...newsItem(id),
    editionDate: Temporal.PlainDate.from(date),
    editionFrozenAt: at(`${date}T06:30Z`),
  }
}

export function sampleSheet(stories = 8, changes: Partial<Sheet> = {}): Sheet {
  return {
    newsroom: {
      name: 'Global Security Newswire',
      tagline: 'Daily news on nuclear, biological and chemical weapons, terrorism and related issues',
      publisher: 'Sample Publisher',
      address: '1 Sample Street, Sampletown',
      language: 'en',
      sender: { name: 'Global Security Newswire', email: 'newswire@example.org' },
      replyTo: null,
      analysisTitle: 'NTI Analysis',
      alerts: [],
      rules: [],
    },
    digest: {
      id: 1,
      key: 'daily',
      name: 'Global Security Newswire',
      template: 'digest',
      language: 'en',
      timeZone: 'UTC',
      hour: '07:00',
    },
    editionId: 12,
    date: Temporal.PlainDate.from('2026-11-20'),
    number: 0,
    revision: 1,
    opensAt: at('2026-11-19T06:30Z'),
    frozenAt: at('2026-11-20T06:30Z'),
    topics,
    news: Array.from({ length: stories }, (_, id) => newsItem(id)),
    analyses: [analysisItem(901, '2026-11-19T12:00Z'), analysisItem(902, '2026-11-13T12:00Z')],
    corrections: [],
    earlier: [earlierItem(801, '2026-11-19'), earlierItem(802, '2026-11-18')],
    profile: {
      country: 'XN',
      name: 'Northland',
      overview:
        'An overview of its historical and current policies relating to nuclear, chemical, biological and missile proliferation.',
      link: 'https://example.org/countries/northland',
      linkText: null,
      flag: { src: `media/${'f'.repeat(32)}`, width: 240, height: 160 },
      reviewed: '2026-10-01',
      markdown: '',
    },
    note: null,
    recentSubjects: [],
    ownPages: [],
    publicUrl: 'https://news.example.org/',
    ...changes,
  }
}
