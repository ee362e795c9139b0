import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { holdStory } from '../../../src/services/editions/changing/stories/hold-story.ts'
import { compose } from '../../../src/services/editions/composing/compose.ts'
import { openCurator } from '../../../src/services/editions/composing/curator.ts'
import { fromWire, toWire } from '../../../src/core/thread-wire.ts'
import type { Context } from '../../../src/services/context.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { curate } from '../../../src/curate/curate.ts'
import type { CurateInput } from '../../../src/curate/curated.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { wireOf, type Wire } from '../collecting/wire.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const at = (time: string) => Temporal.Instant.from(time)
const cutoff = at('2026-11-10T06:30Z')
const towns = ['Arden', 'Bexley', 'Corvo', 'Dunmore', 'Elvas', 'Fenwick', 'Garda', 'Holm']
const about = (n: number) =>
  `Nuclear inspectors seal reactor ${n} of ${towns[n % towns.length] ?? ''} after visit ${n * 7}`

describe.each(dialects)('composing on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let wire: Wire

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    wire = await wireOf(room)
    wire.lists(Array.from({ length: 4 }, (_, n) => ({ id: `${n}`, title: about(n) })))
    await collect(room.app.context)
    room.clock.set(cutoff.toString())
  })
  afterEach(() => room.close())

  const request = () => {
    const date = Temporal.PlainDate.from('2026-11-10')
    return { digest: room.digest, date, number: 0, frozenAt: cutoff, dueAt: cutoff }
  }
  /** The context with one action after the input of an edition was read and before it is written. */
  const meanwhile = (work: () => Promise<unknown>): Context => {
    const { context } = room.app
    let isDone = false
    const topics = async () => {
      if (!isDone) {
        isDone = true
        await work()
      }
      return context.store.newsroom.topics()
    }
    return { ...context, store: { ...context.store, newsroom: { ...context.store.newsroom, topics } } }
  }
  const carried = async (id: number) => (await home.store.contents.items(id)).length

  test('a story held while the edition is being composed is not in it', async () => {
    const [story] = await home.store.stories.inWindow(at('2026-11-01T00:00Z'), cutoff)
    const before = await compose(room.app.context, { ...request(), number: 1 }, commandActor)
    expect(await carried(before.edition.id)).toBeGreaterThan(0)
    await home.store.editions.abandon(before.edition.id, 'draft', {
      reason: 'test',
      carried: false,
      at: cutoff,
    })
    const hold = { story: story?.id ?? 0, reason: 'unclear', until: null }
    const basis = { digestId: room.digest.id, date: request().date, editionId: null, seen: null }
    const context = meanwhile(() => holdStory(room.app.context, basis, hold, commandActor))
    const { edition, created } = await compose(context, request(), commandActor)
    expect(created).toBe(true)
    const items = await home.store.contents.items(edition.id)
    expect(items.map(({ storyId }) => storyId)).not.toContain(story?.id)
  })

  test('a story collected during composing is included if it was first seen before the freeze; a later one is in the next', async () => {
    const before = cutoff.subtract({ minutes: 1 }).toString()
    const context = meanwhile(async () => {
      wire.lists([{ id: 'late', title: about(5), date: before }])
      room.clock.set(before)
      await collect(room.app.context)
      wire.lists([{ id: 'later', title: about(6), date: before }])
      room.clock.set(cutoff.add({ seconds: 1 }).toString())
      await collect(room.app.context)
    })
    const { edition } = await compose(context, request(), commandActor)
    const outcomes = await home.store.contents.outcomes(edition.id)
    expect(outcomes.map(({ headline }) => headline)).toContain(about(5))
    expect(outcomes.map(({ headline }) => headline)).not.toContain(about(6))
    const next = { ...request(), date: Temporal.PlainDate.from('2026-11-11') }
    const then = await compose(
      room.app.context,
      { ...next, frozenAt: cutoff.add({ hours: 24 }) },
      commandActor,
    )
    const later = await home.store.contents.outcomes(then.edition.id)
    expect(later.map(({ headline }) => headline)).toEqual([about(6)])
  })

  test('two concurrent composers make one edition', async () => {
    const { context } = room.app
    const made = await Promise.all([
      compose(context, request(), commandActor),
      compose(context, request(), commandActor),
    ])
    expect(made.filter(({ created }) => created)).toHaveLength(1)
    expect(new Set(made.map(({ edition }) => edition.id)).size).toBe(1)
  })

  test('an edition is made even if its data change all the time', async () => {
    const { context } = room.app
    let times = 0
    const topics = async () => {
      times += 1
      // After the second attempt nothing interferes any more; a write in this transaction would wait for itself.
      if (times < 3) {
        room.clock.set(cutoff.subtract({ minutes: times }).toString())
        wire.lists([{ id: `more ${times}`, title: about(10 + times) }])
        await collect(room.app.context)
      }
      return context.store.newsroom.topics()
    }
    const store = { ...context.store, newsroom: { ...context.store.newsroom, topics } }
    const { edition } = await compose({ ...context, store }, request(), commandActor)
    const outcomes = await home.store.contents.outcomes(edition.id)
    expect(outcomes.map(({ headline }) => headline)).toEqual(expect.arrayContaining([about(11), about(12)]))
  })
})

test('many stories are curated in a separate thread, with the same result', async () => {
  const now = at('2026-11-10T06:30Z')
  const stories: CurateInput['stories'] = Array.from({ length: 80 }, (_, n) => ({
    id: n + 1,
    sourceId: n % 3,
    sourceName: `Source ${n % 3}`,
    sourceWeight: 1,
    guid: `${n}`,
    link: `https://wire.example.org/${n}`,
    canonicalLink: `https://wire.example.org/${n}`,
    headline: about(n),
    byline: null,
    summary: `Report ${n} of the visit.`,
    html: null,
    section: 'news',
    language: 'en',
    publishedAt: now.subtract({ minutes: n }),
    dateFrom: 'published',
    firstSeenAt: now.subtract({ minutes: n }),
    position: n,
    picture: null,
    declaredTopics: [],
    declaredCountries: [],
    categories: [],
    slug: null,
  }))
  const lexicon = { terms: { nuclear: 3 }, not: [], together: [] }
  const input: CurateInput = {
    digest: { topics: ['nuclear'], language: 'en' },
    topics: [{ id: 'nuclear', name: 'Nuclear', description: '', color: { light: '', dark: '' }, lexicon }],
    extraCountries: [],
    stories,
    analyses: [],
    carriedBefore: [],
    changed: [],
    opensAt: now.subtract({ hours: 24 }),
    frozenAt: now,
    newsLimit: 40,
    profileCountries: [],
    profilesShown: new Map([['XX', Temporal.PlainDate.from('2026-11-09')]]),
    held: new Map([[3, 'ed']]),
    decisions: { together: [[1, 2]], apart: [[3, 4]] },
    pinned: new Set([5]),
    rules: { newsroom: [], bySource: new Map() },
  }
  const there = toWire(input)
  expect(toWire(fromWire(structuredClone(there)))).toEqual(there)
  const curator = openCurator()
  onTestFinished(curator.close)
  const here = toWire(curate(input))
  const both = await Promise.all([
    curator.curate(input),
    curator.curate({ ...input, stories: stories.slice(9) }),
  ])
  expect(toWire(both[0])).toEqual(here)
  expect(both[0].news.length).toBeGreaterThan(0)
  expect(toWire(both[1])).toEqual(toWire(curate({ ...input, stories: stories.slice(9) })))
  // It is kept for the next, and restarts after one that crashed it.
  expect(curator.isRunning()).toBe(true)
  await expect(curator.curate({ ...input, pinned: null as never })).rejects.toThrow('null')
  expect(curator.isRunning()).toBe(false)
  expect(toWire(await curator.curate(input))).toEqual(here)
})
