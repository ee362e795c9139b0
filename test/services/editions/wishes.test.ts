import { said } from '../../../src/core/said/said.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { embargoStory } from '../../../src/services/editions/changing/stories/embargo-story.ts'
import { holdStory } from '../../../src/services/editions/changing/stories/hold-story.ts'
import { leadWithStory } from '../../../src/services/editions/changing/stories/lead-with-story.ts'
import { leaveOutStory } from '../../../src/services/editions/changing/stories/leave-out-story.ts'
import { includeStory } from '../../../src/services/editions/changing/stories/include-story.ts'
import { inEdition, type ChangeBasis } from '../../../src/services/editions/changing/make-change.ts'
import { mergeStories } from '../../../src/services/editions/changing/stories/merge-stories.ts'
import { releaseStory } from '../../../src/services/editions/changing/stories/release-story.ts'
import { rewordStory } from '../../../src/services/editions/changing/stories/reword-story.ts'
import { undoChange } from '../../../src/services/editions/changing/undo-change.ts'
import { leftOut } from '../../../src/services/editions/viewing/stories/left-out.ts'
import { showStory } from '../../../src/services/editions/viewing/stories/show-story.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

describe.each(dialects)('wishes before the freeze on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  const context = () => room.app.context
  const on = (date: string): ChangeBasis => ({
    digestId: room.digest.id,
    date: Temporal.PlainDate.from(date),
    editionId: null,
    seen: null,
  })
  const tuesday = () => on('2026-11-10')
  const newest = async () => (await home.store.editions.newestScheduled(room.digest.id))!
  const headlines = async () =>
    (await home.store.contents.items((await newest()).id)).map(({ headline }) => headline)
  let ids: Record<string, number>

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    await room.story('a', 'Seals counted in the enrichment hall', 'nuclear')
    await room.story('b', 'Interceptor battery leaves the coast', 'missiles')
    await room.story('c', 'A laboratory opens its freezers', 'biological')
    await room.story('d', 'Poems of the northern lakes', 'gardening')
    room.clock.set('2026-11-09T08:00Z')
    await collect(context())
    const all = await home.store.stories.inWindow(
      Temporal.Instant.from('2026-11-01T00:00Z'),
      room.clock.now(),
    )
    ids = Object.fromEntries(all.map(({ headline, id }) => [headline.split(' ')[0], id]))
  })
  afterEach(() => room.close())

  test('are applied by compose: the lead, stories included whatever the rules say, stories left out', async () => {
    const { Seals = 0, Interceptor = 0, A = 0, Poems = 0 } = ids
    await leadWithStory(context(), tuesday(), { story: A }, commandActor)
    await includeStory(context(), tuesday(), { story: Poems, to: null }, commandActor)
    await leaveOutStory(context(), tuesday(), { story: Seals }, commandActor)
    const words = { story: Interceptor, text: 'headline', words: 'A battery leaves', of: 'story' } as const
    await rewordStory(context(), tuesday(), words, commandActor)
    await room.wake('2026-11-10T06:30:10Z')
    const [first, ...rest] = await headlines()
    expect(first).toBe('A laboratory opens its freezers')
    expect(rest.toSorted()).toEqual(['A battery leaves', 'Poems of the northern lakes'])
    expect(await leftOut(context(), await newest(), null)).toMatchObject([{ story: Seals, gate: 'by-hand' }])
    expect(await leaveOutStory(context(), tuesday(), { story: A }, commandActor)).toMatchObject({
      ok: false,
      code: 'frozen-meanwhile',
    })
  })

  test('that are withdrawn have no effect', async () => {
    const made = await leaveOutStory(context(), tuesday(), { story: ids['Seals']! }, commandActor)
    expect(made).toMatchObject({ ok: true, revision: null })
    if (made.ok) await undoChange(context(), tuesday(), { change: made.change! }, commandActor)
    await room.wake('2026-11-10T06:30:10Z')
    expect(await headlines()).toContain('Seals counted in the enrichment hall')
  })

  test('a held story waits, with who and why, until it is released; joined stories stay joined', async () => {
    const { Seals = 0, Interceptor = 0, A = 0 } = ids
    await holdStory(context(), tuesday(), { story: Seals, reason: 'one source', until: null }, commandActor)
    await mergeStories(context(), tuesday(), { story: Interceptor, into: A }, commandActor)
    await room.wake('2026-11-10T06:30:10Z')
    expect(await headlines()).toEqual(['A laboratory opens its freezers'])
    expect(await leftOut(context(), await newest(), null)).toMatchObject([
      {
        story: Seals,
        gate: 'held',
        reason: said('held-by-for', { who: 'the command line', reason: 'one source' }),
      },
      { story: ids['Poems'], gate: 'off-topic' },
      { story: Interceptor, gate: 'duplicate', duplicateOf: A },
    ])
    await releaseStory(context(), inEdition(await newest()), { story: Seals }, commandActor)
    await room.wake('2026-11-11T06:30:10Z')
    expect(await headlines()).toContain('Seals counted in the enrichment hall')
    expect([...(await home.store.changeValues.decisions(room.digest.id, null)).keys()]).toEqual([
      `digest:${room.digest.id}/story:${Interceptor}/with:${A}`,
    ])
  })

  test('under embargo a story is in no edition sent before, and has no page; then the next edition carries it', async () => {
    const { Seals = 0 } = ids
    const [story] = await home.store.stories.byIds([Seals])
    const until = Temporal.Instant.from('2026-11-10T20:00Z')
    await embargoStory(context(), tuesday(), { story: Seals, until }, commandActor)
    expect(await showStory(context(), story?.slug ?? '')).toBeNull()
    await room.wake('2026-11-10T06:30:10Z')
    expect(await headlines()).not.toContain('Seals counted in the enrichment hall')
    await room.wake('2026-11-11T06:30:10Z')
    expect(await headlines()).toContain('Seals counted in the enrichment hall')
    expect(await showStory(context(), story?.slug ?? '')).not.toBeNull()
  })
})
