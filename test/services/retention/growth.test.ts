import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { countOld, deleteOld } from '../../../src/services/retention/retention.ts'
import { removeSubscriber } from '../../../src/services/subscribers/remove-subscriber.ts'
import { picture, wireOf, type Wire } from '../collecting/wire.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const about = (id: string) => `Nuclear inspectors count seals at reactor ${id}`
const at = (time: string) => Temporal.Instant.from(time)
const items = (...ids: string[]) =>
  ids.map((id) => ({
    id,
    title: id.startsWith('nuclear') ? about('one') : `The town hall is painted ${id}`,
    date: '2026-11-09T06:00:00Z',
  }))

describe.each(dialects)('growing tables, on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
  })
  afterEach(() => room.close())

  const guids = async () =>
    (await home.store.stories.inWindow(at('2026-01-01T00:00Z'), at('2029-01-01T00:00Z')))
      .map(({ guid }) => guid)
      .sort()
  const collectAt = async (time: string) => {
    room.clock.set(time)
    return collect(room.app.context, { which: ({ name }) => name !== 'Editors' })
  }

  test('a story is deleted that no edition carried, nobody holds and no source lists, and is not added again', async () => {
    const { context } = room.app
    const wires: Wire[] = [await wireOf(room, 'Wire'), await wireOf(room, 'Other')]
    const [wire, other] = wires as [Wire, Wire]
    wire.lists(items('nuclear', 'gone', 'held', 'listed'))
    other.lists(items('nuclear-too'))
    await collectAt('2026-11-09T07:00Z')
    room.clock.set('2026-11-10T07:00Z')
    await run(context, room.digest, commandActor)
    const all = await home.store.stories.inWindow(at('2026-01-01T00:00Z'), at('2029-01-01T00:00Z'))
    const edition = await home.store.editions.newestScheduled(room.digest.id)
    const held = all.find(({ guid }) => guid === 'held')?.id ?? 0
    const outcome = { storyId: held, gate: 'held', reason: 'test', score: 0, duplicateOf: null }
    await home.store.contents.putOutcomes(room.digest.id, edition?.id ?? 0, [outcome], context.clock.now())

    room.clock.set('2027-03-10T07:00Z')
    expect(await countOld(context)).toMatchObject({ stories: 0 })
    wire.lists(items('listed', 'new'))
    other.lists([])
    await collectAt('2027-03-10T07:00Z')
    expect(await countOld(context)).toMatchObject({ stories: 1 })
    expect(await deleteOld(context, commandActor)).toMatchObject({ stories: 1 })
    expect(await guids()).toEqual(['held', 'listed', 'new', 'nuclear', 'nuclear-too'])
    expect(await collectAt('2027-03-10T08:00Z')).toMatchObject([{ fresh: 0 }, { fresh: 0 }])
    expect(await home.store.contents.items(edition?.id ?? 0)).toHaveLength(1)
  })

  test('a picture is deleted once nothing has shown it for 90 days, and kept again when it is stored again', async () => {
    const { context } = room.app
    const wire = await wireOf(room)
    const shown = await picture(1)
    wire.answers((path, response) => path === '/p.jpg' && Boolean(response.writeHead(200).end(shown)))
    wire.lists([{ id: 'a', title: about('one'), picture: '/p.jpg' }])
    await collectAt('2026-11-09T07:00Z')
    const file = { bytes: await picture(2), type: 'image/jpeg', width: 120, height: 90 }
    const hash = await home.store.media.put(file, context.clock.now())
    const counted = async (time: string) => {
      room.clock.set(time)
      const { pictures } = await countOld(context)
      expect(await deleteOld(context, commandActor)).toMatchObject({ pictures })
      return pictures
    }
    expect(await counted('2026-11-10T00:00Z')).toBe(0)
    expect(await counted('2027-02-08T00:00Z')).toBe(0)
    await home.store.media.put(file, context.clock.now())
    expect(await counted('2027-02-09T00:00Z')).toBe(0)
    expect(await home.store.media.get(hash)).toMatchObject({ bytes: file.bytes })
    expect(await counted('2027-05-11T00:00Z')).toBe(1)
    expect(await home.store.media.get(hash)).toBeNull()
    const [story] = await home.store.stories.inWindow(at('2026-01-01T00:00Z'), at('2029-01-01T00:00Z'))
    expect(await home.store.media.get(story?.picture?.large.src.slice('media/'.length) ?? '')).not.toBeNull()
  })

  test('the audit is deleted after a year; records of consent are kept while they count', async () => {
    const { context } = room.app
    await room.reader('ada@example.org')
    await room.reader('ben@example.org')
    await removeSubscriber(
      context,
      room.digest,
      'ben@example.org',
      { erase: false, suppress: null, dryRun: false },
      commandActor,
    )
    const counted = async (time: string) => {
      room.clock.set(time)
      const { audit } = await countOld(context)
      expect(await deleteOld(context, commandActor)).toMatchObject({ audit })
      return audit
    }
    expect(await counted('2027-11-09T00:00Z')).toBe(0)
    // The newsroom's import.
    expect(await counted('2027-11-10T00:00Z')).toBe(1)
    // Of ben: that he subscribed, and that he unsubscribed; and two days of deletions.
    expect(await counted('2029-11-09T00:00Z')).toBeGreaterThanOrEqual(3)
    expect(await counted('2029-11-09T00:00Z')).toBe(0)
  })
})
