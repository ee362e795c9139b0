import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, type Actor } from '../../../src/core/entities/actor.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { holdStory } from '../../../src/services/editions/changing/stories/hold-story.ts'
import { includeStory } from '../../../src/services/editions/changing/stories/include-story.ts'
import { leadWithStory } from '../../../src/services/editions/changing/stories/lead-with-story.ts'
import { leaveOutStory } from '../../../src/services/editions/changing/stories/leave-out-story.ts'
import { inEdition } from '../../../src/services/editions/changing/make-change.ts'
import { mergeStories } from '../../../src/services/editions/changing/stories/merge-stories.ts'
import { moveStory } from '../../../src/services/editions/changing/stories/move-story.ts'
import { rewordStory } from '../../../src/services/editions/changing/stories/reword-story.ts'
import { setHour } from '../../../src/services/editions/changing/edition/set-hour.ts'
import { setNote } from '../../../src/services/editions/changing/edition/set-note.ts'
import { setSection } from '../../../src/services/editions/changing/stories/set-section.ts'
import { undoChange, undoOwnLast } from '../../../src/services/editions/changing/undo-change.ts'
import { deskDay } from '../../../src/services/editions/viewing/day/desk-day.ts'
import { openWaitingPools } from '../../../src/services/editions/viewing/day/waiting-pools.ts'
import { readersByTopic } from '../../../src/services/editions/viewing/day/readers-by-topic.ts'
import { countOld, deleteOld } from '../../../src/services/retention/retention.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const editor = (id: number): Actor => ({ kind: 'account', id, grants: [{ role: 'editor', digest: 'all' }] })
const [ada, ben] = [editor(1), editor(2)]

describe.each(dialects)('changes of an edition on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let edition: Edition
  let ids: number[]

  const context = () => room.app.context
  const reread = () => room.edition(edition.id)
  const items = () => home.store.contents.items(edition.id)
  const order = async () => (await items()).map(({ storyId }) => storyId)
  const basis = (seen: number | null = null) => inEdition(edition, seen)

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    await room.story('a', 'Seals counted in the enrichment hall', 'nuclear')
    await room.story('b', 'Interceptor battery leaves the coast', 'missiles')
    await room.story('c', 'A laboratory opens its freezers', 'biological')
    await room.story('d', 'Cylinders are shipped from the port', 'chemical')
    room.clock.set('2026-11-09T08:00Z')
    await collect(context())
    await room.wake('2026-11-10T06:30:10Z')
    edition = (await home.store.editions.newestScheduled(room.digest.id))!
    ids = await order()
    expect(ids).toHaveLength(4)
  })
  afterEach(() => room.close())

  test('each applies to the newest revision; with all undone the edition is as before', async () => {
    const [a, b, c, d] = ids as [number, number, number, number]
    const before = await items()
    await approve(context(), await reread(), commandActor)
    expect(await leadWithStory(context(), basis(), { story: d }, ada)).toMatchObject({
      ok: true,
      revision: 2,
      wasApproved: true,
    })
    expect(await reread()).toMatchObject({ status: 'draft', revision: 2, approval: null })
    expect(await order()).toEqual([d, a, b, c])
    await moveStory(context(), basis(), { story: a, to: { after: b } }, ben)
    await leaveOutStory(context(), basis(), { story: c }, ada)
    expect(await order()).toEqual([d, b, a])
    await setSection(context(), basis(), { story: a, topic: 'missiles' }, ben)
    await rewordStory(
      context(),
      basis(),
      { story: b, text: 'headline', words: 'A battery leaves', of: 'edition' },
      ada,
    )
    await setNote(context(), basis(), { text: 'Back on Monday.' }, ben)
    await setHour(context(), basis(), { at: edition.dueAt.add({ minutes: 10 }) }, ada)
    await mergeStories(context(), basis(), { story: a, into: b }, ben)
    await holdStory(context(), basis(), { story: d, reason: 'unclear', until: null }, ada)
    expect(await items()).toMatchObject([{ storyId: b, headline: 'A battery leaves' }])
    expect(await reread()).toMatchObject({
      revision: 10,
      note: 'Back on Monday.',
      dueAt: edition.dueAt.add({ minutes: 10 }),
    })
    const made = await home.store.changes.ofDay(room.digest.id, edition.date, edition.id)
    for (const { id } of made.toReversed())
      expect(await undoChange(context(), basis(), { change: id }, ada)).toMatchObject({ ok: true })
    expect(await items()).toEqual(before)
    expect(await reread()).toMatchObject({ revision: 19, note: null, dueAt: edition.dueAt })
    expect(await home.store.changeValues.decisions(room.digest.id, null)).toEqual(new Map())
  })

  test('a change to what another editor has touched since is refused with both texts; any other is made', async () => {
    const [a, b] = ids as [number, number]
    const words = (story: number, text: string, by: Actor, seen: number) =>
      rewordStory(context(), basis(seen), { story, text: 'headline', words: text, of: 'edition' }, by)
    const seen = await home.store.changes.newest()
    const first = await words(a, 'Her words', ada, seen)
    expect(first).toMatchObject({ ok: true, revision: 2 })
    expect(await words(a, 'His words', ben, seen)).toMatchObject({
      ok: false,
      code: 'changed-meanwhile',
      conflicts: [{ mine: 'His words', theirs: 'Her words', by: 'account:1' }],
    })
    expect(await words(b, 'His words', ben, seen)).toMatchObject({ ok: true, revision: 3 })
    expect(await words(a, 'Her words', ben, seen)).toMatchObject({ ok: true, change: null, revision: 3 })
    expect((await items()).slice(0, 2)).toMatchObject([{ headline: 'Her words' }, { headline: 'His words' }])
    const [story] = await home.store.stories.byIds([a])
    expect(story?.headline).toBe('Seals counted in the enrichment hall')
  })

  test('an undo names the change that blocks it; an editor’s own last change is found', async () => {
    const [a] = ids as [number]
    const note = (text: string, by: Actor) => setNote(context(), basis(), { text }, by)
    const first = await note('Hers.', ada)
    await note('His.', ben)
    await leaveOutStory(context(), basis(), { story: a }, ada)
    expect(first.ok && (await undoChange(context(), basis(), { change: first.change! }, ada))).toMatchObject({
      ok: false,
      code: 'changed-since',
      params: { kind: 'note', by: 'account:2' },
    })
    await undoOwnLast(context(), basis(), ada)
    expect(await order()).toEqual(ids)
    await undoOwnLast(context(), basis(), ben)
    expect(await reread()).toMatchObject({ note: 'Hers.' })
    await undoOwnLast(context(), basis(), ada)
    expect(await reread()).toMatchObject({ note: null })
    expect(await undoOwnLast(context(), basis(), ada)).toMatchObject({ ok: false, code: 'no-such-change' })
  })

  test('resubmitting the form of an undo does not undo a second change', async () => {
    await setNote(context(), basis(), { text: 'First.' }, ada)
    await setNote(context(), basis(), { text: 'Second.' }, ada)
    const seen = basis(await home.store.changes.newest())
    expect(await undoOwnLast(context(), seen, ada)).toMatchObject({ ok: true })
    expect(await undoOwnLast(context(), seen, ada)).toMatchObject({ ok: false, code: 'changed-since' })
    expect(await reread()).toMatchObject({ note: 'First.' })
  })

  test('nothing can be changed once sending has begun, and nothing is written then', async () => {
    await approve(context(), await reread(), commandActor)
    await home.store.revisions.start(edition.id, room.clock.now(), null)
    expect(await leaveOutStory(context(), basis(), { story: ids[0]! }, ada)).toEqual({
      ok: false,
      code: 'not-changeable',
      params: { status: 'sending' },
    })
    expect(await home.store.changes.newest()).toBe(0)
    expect(await order()).toEqual(ids)
  })

  test('the desk shows stories with the source’s own words, remaining undos, and who changed what', async () => {
    const [a, b, c] = ids as [number, number, number]
    await room.reader('ada@example.org', { topics: ['nuclear'] })
    await room.reader('ben@example.org')
    await rewordStory(context(), basis(), { story: a, text: 'headline', words: 'Seals!', of: 'edition' }, ada)
    await leaveOutStory(context(), basis(), { story: b }, ben)
    await undoOwnLast(context(), basis(), ben)
    await mergeStories(context(), basis(), { story: c, into: a }, ben)
    const day = await deskDay(context(), openWaitingPools(context()), room.digest, edition.date)
    expect(day.stories[0]).toMatchObject({
      item: { headline: 'Seals!' },
      source: { headline: 'Seals counted in the enrichment hall' },
      section: 'nuclear',
    })
    expect(day.stories.map(({ item }) => item.storyId)).not.toContain(c)
    expect(day.pool.flatMap(({ stories }) => stories.map(({ storyId }) => storyId))).toEqual([c])
    expect(day.changes.map(({ kind, by, isUndone }) => [kind, by, isUndone])).toEqual([
      ['merge', 'account:2', false],
      ['undo', 'account:2', false],
      ['leave-out', 'account:2', true],
      ['headline', 'account:1', false],
    ])
    expect(day.seen).toBe(day.changes[0]?.id)
    const readers = await readersByTopic(context(), room.digest)
    expect([readers.all, readers.topics.get('nuclear'), readers.topics.get('missiles')]).toEqual([2, 2, 1])
    const next = await deskDay(
      context(),
      openWaitingPools(context()),
      room.digest,
      edition.date.add({ days: 1 }),
    )
    expect([next.edition, next.stories, next.changes]).toEqual([null, [], []])
  })

  test('changes are deleted after a year, their effect stays', async () => {
    await setNote(context(), basis(), { text: 'Back on Monday.' }, ada)
    room.clock.set(
      room.clock
        .now()
        .add({ hours: 24 * 364 })
        .toString(),
    )
    expect(await countOld(context())).toMatchObject({ changes: 0 })
    room.clock.set(room.clock.now().add({ hours: 48 }).toString())
    expect(await countOld(context())).toMatchObject({ changes: 1 })
    expect(await deleteOld(context(), commandActor)).toMatchObject({ changes: 1 })
    expect(await home.store.changes.newest()).toBe(0)
    expect(await reread()).toMatchObject({ note: 'Back on Monday.' })
  })

  test('a story that was left out returns at the chosen place', async () => {
    const [a, b, c, d] = ids as [number, number, number, number]
    await leaveOutStory(context(), basis(), { story: a }, ada)
    await includeStory(context(), basis(), { story: a, to: { before: d } }, ben)
    expect(await order()).toEqual([b, c, a, d])
    expect(await includeStory(context(), basis(), { story: 999, to: null }, ben)).toMatchObject({
      ok: false,
      code: 'no-such-story',
    })
  })
})
