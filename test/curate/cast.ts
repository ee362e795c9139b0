import { readFileSync } from 'node:fs'
import type { Topic } from '../../src/core/entities/newsroom.ts'
import type { Story } from '../../src/core/entities/story.ts'
import { canonicalLink } from '../../src/curate/text/canonical-link.ts'
import type { CurateInput } from '../../src/curate/curate.ts'
import type { Groupable } from '../../src/curate/events/groupable.ts'

export const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)

/** The topics of the package. */
export const shippedTopics = JSON.parse(
  readFileSync(new URL('../../subscribers/topics.json', import.meta.url), 'utf8'),
) as Topic[]

let lastId = 0

/** An invented story; whatever a test does not specify is neutral. */
export function story(given: Partial<Story> = {}): Story {
  const id = given.id ?? ++lastId
  const link = given.link === undefined ? `https://wire.example.org/stories/${id}` : given.link
  return {
    id,
    sourceId: 1,
    sourceName: 'Sample Wire',
    sourceWeight: 1,
    guid: `guid-${id}`,
    link,
    canonicalLink: canonicalLink(link),
    headline: `Inspectors count seals at plant ${id}`,
    byline: null,
    summary: '',
    html: null,
    section: 'news',
    language: 'en',
    publishedAt: at('2026-03-02T12:00:00Z'),
    dateFrom: 'published',
    firstSeenAt: at('2026-03-02T13:00:00Z'),
    position: 0,
    picture: null,
    declaredTopics: [],
    declaredCountries: [],
    categories: [],
    slug: null,
    ...given,
  }
}

export function input(given: Partial<CurateInput> = {}): CurateInput {
  return {
    digest: { topics: shippedTopics.map(({ id }) => id), language: 'en' },
    topics: shippedTopics,
    extraCountries: [],
    stories: [],
    analyses: [],
    carriedBefore: [],
    changed: [],
    opensAt: at('2026-03-01T23:00:00Z'),
    frozenAt: at('2026-03-02T23:00:00Z'),
    newsLimit: 40,
    profileCountries: [],
    profilesShown: new Map(),
    held: new Map(),
    pinned: new Set(),
    decisions: { together: [], apart: [] },
    rules: { newsroom: [], bySource: new Map() },
    ...given,
  }
}

/** Seeded random numbers (mulberry32), so that a failure can be reproduced. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function shuffled<Thing>(things: readonly Thing[], next: () => number): Thing[] {
  const all = [...things]
  for (let index = all.length - 1; index > 0; index--) {
    const other = Math.floor(next() * (index + 1))
    ;[all[index], all[other]] = [all[other] as Thing, all[index] as Thing]
  }
  return all
}

/** An item to be grouped; whatever a test does not specify is unlike any other's. */
export function groupable(given: Partial<Groupable> & { link?: string } = {}): Groupable {
  const id = ++lastId
  return {
    id,
    sourceId: id,
    sourceName: `Source ${id}`,
    language: 'en',
    guid: `guid-${id}`,
    canonicalLink: canonicalLink(given.link ?? `https://example.org/${id}`),
    headline: `Unlike headline number ${id} about ${'abcdefghij'[id % 10]}${id}`,
    summary: '',
    at: at('2026-03-02T12:00:00Z'),
    places: new Set(),
    placeWords: [],
    ...given,
  }
}
