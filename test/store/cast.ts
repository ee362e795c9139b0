import type { Digest } from '../../src/core/entities/newsroom.ts'
import type { Item } from '../../src/core/entities/sheet.ts'
import type { SourceItem } from '../../src/core/entities/story.ts'
import type { Store } from '../../src/store/store.ts'

/** Common data for tests of the store. */

export const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)

export const monday = Temporal.PlainDate.from('2026-11-16')

function daily(key = 'daily'): Omit<Digest, 'id' | 'createdAt'> {
  return {
    key,
    name: 'Sample Newswire',
    language: 'en',
    template: 'digest',
    topics: ['nuclear', 'missiles'],
    approval: 'auto',
    profileDays: 7,
    unknowns: 'hold',
    schedule: {
      days: [1, 2, 3, 4, 5, 6, 7],
      hour: '07:00',
      cutoff: '06:30',
      timeZone: 'UTC',
      catchUp: 6,
      calendar: [],
    },
  }
}

export async function withDigest(store: Store): Promise<Digest> {
  await store.digests.put(daily(), at('2026-11-01T00:00Z'))
  const digest = await store.digests.byKey('daily')
  if (!digest) throw new Error('the digest was not kept')
  return digest
}

/** Approves a draft's first revision, whatever its blocks. */
export async function approveFirst(store: Store, editionId: number): Promise<boolean> {
  const approval = { revision: 1, hash: 'of none', subject: null, at: at('2026-11-01T00:00Z'), by: 'test' }
  return store.revisions.approve(editionId, approval)
}

export async function withSource(store: Store, name = 'Sample Wire'): Promise<number> {
  await store.sources.put(
    {
      name,
      kind: 'feed',
      location: 'https://sample.example.com/feed',
      section: 'news',
      language: 'en',
      weight: 1,
      pictures: 'keep',
      timeZone: null,
      options: {},
      rules: [],
    },
    at('2026-11-01T00:00Z'),
  )
  const source = await store.sources.byName(name)
  if (!source) throw new Error('the source was not kept')
  return source.id
}

export function item(id: string, changes: Partial<SourceItem> = {}): SourceItem {
  return {
    id,
    link: `https://sample.example.com/${id}`,
    headline: `Inspectors return to hall ${id}`,
    byline: null,
    summary: 'Seals were found intact.',
    html: null,
    date: null,
    dateFrom: 'first-seen',
    image: null,
    topics: [],
    countries: [],
    categories: [],
    section: null,
    own: false,
    position: 0,
    fingerprint: null,
    ...changes,
  }
}

export async function admit(
  store: Store,
  sourceId: number,
  one: SourceItem,
  when: string,
): Promise<'new' | 'changed' | 'same'> {
  return store.stories.admit(
    sourceId,
    {
      item: one,
      canonicalLink: one.link,
      section: one.section ?? 'news',
      language: 'en',
      picture: null,
      slug: null,
    },
    at(when),
  )
}

export async function withSubscriber(store: Store, digestId: number, email: string): Promise<number> {
  const now = at('2026-11-01T00:00Z')
  const hash = Buffer.from(email).toString('hex').slice(0, 32).padEnd(32, '0')
  const subscriberId = await store.subscribers.admit({ email, hash, name: null }, now)
  await store.subscribers.subscribe(
    subscriberId,
    digestId,
    { topics: [], days: null, hour: null, timeZone: null },
    now,
  )
  return subscriberId
}

export function carried(storyId: number): Item {
  return {
    storyId,
    section: 'news',
    topics: ['nuclear'],
    countries: [],
    headline: `Story ${storyId}`,
    summary: 'What happened.',
    why: null,
    byline: null,
    sourceName: 'Sample Wire',
    link: null,
    publishedAt: null,
    firstSeenAt: at('2026-11-16T05:00Z'),
    picture: null,
    also: [],
    score: 1,
    reasons: [],
  }
}
