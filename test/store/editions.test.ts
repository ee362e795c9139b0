import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Digest } from '../../src/core/entities/newsroom.ts'
import { admit, approveFirst, at, carried, item, monday, withDigest, withSource } from './cast.ts'
import { dialects, type TestStore } from './dialects.ts'

describe.each(dialects)('editions and stories on $name', ({ open }) => {
  let home: TestStore
  let digest: Digest

  beforeEach(async () => {
    home = await open()
    digest = await withDigest(home.store)
  })
  afterEach(() => home.drop())

  const draft = (date: Temporal.PlainDate, number = 0) =>
    home.store.editions.create({
      digestId: digest.id,
      date,
      number,
      opensAt: at('2026-11-14T06:30Z'),
      frozenAt: at(`${date.toString()}T06:30Z`),
      dueAt: at(`${date.toString()}T07:00Z`),
      createdAt: at(`${date.toString()}T06:30Z`),
    })

  test('an analysis dated in the future counts as first seen', async () => {
    const sourceId = await withSource(home.store)
    const analysis = (id: string, date: string | null) =>
      item(id, { section: 'analysis', date: date === null ? null : at(date), dateFrom: 'published' })
    await admit(home.store, sourceId, analysis('next-year', '2027-06-16T06:00Z'), '2026-11-10T08:00Z')
    await admit(home.store, sourceId, analysis('undated', null), '2026-11-11T08:00Z')
    await admit(home.store, sourceId, analysis('newest', '2026-11-12T06:00Z'), '2026-11-12T08:00Z')
    const latest = await home.store.stories.latestAnalyses(at('2026-11-13T08:00Z'), 'en', 3)
    expect(latest.map(({ guid }) => guid)).toEqual(['newest', 'undated', 'next-year'])
  })

  test('there is one edition of a digest, date and number', async () => {
    expect(await draft(monday)).not.toBeNull()
    expect(await draft(monday)).toBeNull()
    expect(await draft(monday, 1)).not.toBeNull()
  })

  test('skipped, missed and unsent stopped editions do not carry; one stopped during sending does', async () => {
    const kept = await draft(monday)
    await approveFirst(home.store, kept?.id ?? 0)
    const { editions } = home.store
    const stop = { reason: 'test', at: at('2026-11-16T07:00Z') }
    const ends = [
      (id: number) => editions.skip(id, 'no news'),
      (id: number) => editions.miss(id, 'too late'),
      (id: number) => editions.abandon(id, 'draft', { ...stop, carried: false }),
    ]
    for (const [i, end] of ends.entries()) {
      const one = await draft(monday.add({ days: i + 1 }))
      expect(await end(one?.id ?? 0)).toBe(true)
    }
    expect((await home.store.editions.lastCarrying(digest.id))?.id).toBe(kept?.id)
    const stopped = await draft(monday.add({ days: 5 }))
    await approveFirst(home.store, stopped?.id ?? 0)
    await home.store.revisions.start(stopped?.id ?? 0, stop.at, null)
    await editions.abandon(stopped?.id ?? 0, 'sending', { ...stop, carried: true })
    expect((await home.store.editions.lastCarrying(digest.id))?.id).toBe(stopped?.id)
  })

  test('of two concurrent moves from the same state only one succeeds', async () => {
    const one = await draft(monday)
    expect(await approveFirst(home.store, one?.id ?? 0)).toBe(true)
    expect(await home.store.editions.skip(one?.id ?? 0, 'no news')).toBe(false)
  })

  test('a window includes what was first seen after its opening, up to and including its freeze', async () => {
    const source = await withSource(home.store)
    await admit(home.store, source, item('at-opening'), '2026-11-15T06:30:00Z')
    await admit(home.store, source, item('just-after'), '2026-11-15T06:30:00.001Z')
    await admit(home.store, source, item('at-freeze'), '2026-11-16T06:30:00Z')
    await admit(home.store, source, item('after'), '2026-11-16T06:30:00.001Z')
    const stories = await home.store.stories.inWindow(at('2026-11-15T06:30Z'), at('2026-11-16T06:30Z'))
    expect(stories.map((story) => story.guid)).toEqual(['just-after', 'at-freeze'])
  })

  test('a story seen again keeps the time when it was first seen, and reports a change', async () => {
    const source = await withSource(home.store)
    expect(await admit(home.store, source, item('one'), '2026-11-15T01:00Z')).toBe('new')
    expect(await admit(home.store, source, item('one'), '2026-11-15T02:00Z')).toBe('same')
    expect(await admit(home.store, source, item('one', { headline: 'Corrected' }), '2026-11-15T03:00Z')).toBe(
      'changed',
    )
    const [story] = await home.store.stories.inWindow(at('2026-11-15T00:00Z'), at('2026-11-15T04:00Z'))
    expect(story?.headline).toBe('Corrected')
    expect(story?.firstSeenAt.toString()).toBe('2026-11-15T01:00:00Z')
  })

  test('items are read back complete and in order; a later outcome replaces an earlier one', async () => {
    const source = await withSource(home.store)
    await admit(home.store, source, item('one'), '2026-11-15T01:00Z')
    await admit(home.store, source, item('two'), '2026-11-15T01:00Z')
    const one = await draft(monday)
    const id = one?.id ?? 0
    const stories = await home.store.stories.inWindow(at('2026-11-15T00:00Z'), at('2026-11-15T04:00Z'))
    const items = stories.map((story) => carried(story.id)).toReversed()
    await home.store.contents.putItems(id, items)
    expect(await home.store.contents.items(id)).toEqual(items)
    const outcome = {
      storyId: items[0]?.storyId ?? 0,
      gate: 'held',
      reason: 'by an editor',
      score: 1,
      duplicateOf: null,
    }
    await home.store.contents.putOutcomes(digest.id, id, [outcome], at('2026-11-16T06:30Z'))
    expect(await home.store.contents.waiting(digest.id)).toEqual([outcome.storyId])
    await home.store.contents.putOutcomes(
      digest.id,
      id,
      [{ ...outcome, gate: 'carried' }],
      at('2026-11-16T06:31Z'),
    )
    expect(await home.store.contents.waiting(digest.id)).toEqual([])
  })

  test('a transaction that fails leaves nothing behind', async () => {
    const failing = home.store.transaction(async (tx) => {
      await tx.newsroom.putSetting('half', 'written')
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    expect(await home.store.newsroom.setting('half')).toBeNull()
  })

  test('migrating again runs nothing', async () => {
    expect(await home.store.migrate()).toEqual([])
    expect(await home.store.pending()).toEqual([])
  })

  test('large numbers are read back as numbers, exactly', async () => {
    const far = at('+050000-01-01T00:00Z')
    const source = await withSource(home.store)
    const failure = { at: far, reason: 'a far future', retryAt: far, nextReadAt: far }
    await home.store.sources.recordFailure(source, failure)
    expect((await home.store.sources.byName('Sample Wire'))?.retryAt?.equals(far)).toBe(true)
  })

  test('media are read back unchanged', async () => {
    const file = { bytes: Buffer.from([1, 2, 3, 255]), type: 'image/png', width: 2, height: 2 }
    const hash = await home.store.media.put(file, at('2026-11-16T06:30Z'))
    expect(await home.store.media.put(file, at('2026-11-16T06:31Z'))).toBe(hash)
    expect(await home.store.media.get(hash)).toEqual(file)
    expect(await home.store.media.get('0'.repeat(32))).toBeNull()
  })
})
