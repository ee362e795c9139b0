import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import type { Collected } from '../../../src/services/collecting/reading/collected.ts'
import { sourceHealth } from '../../../src/services/collecting/managing/source-health.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { picture, wireOf, type Wire } from './wire.ts'
import { inWords } from '../../in-words.ts'

const about = (id: string) => `Nuclear inspectors count seals at reactor ${id}`

describe.each(dialects)('pictures on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let wire: Wire

  const begin = async (budget = {}) => {
    wire = await wireOf(room, 'Wire', { budget })
  }
  const collectWire = async (signal?: AbortSignal): Promise<Collected | undefined> => {
    const which = ({ name }: { name: string }) => name === 'Wire'
    return (await collect(room.app.context, { which, ...(signal && { signal }) }))[0]
  }
  const stories = () =>
    home.store.stories.inWindow(
      Temporal.Instant.from('2026-01-01T00:00Z'),
      Temporal.Instant.from('2027-01-01T00:00Z'),
    )
  const withPicture = async () =>
    (await stories()).flatMap((story) => (story.picture ? [story.guid] : [])).sort()
  const pictures = () => wire.asked.filter((path) => path.startsWith('/p'))

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
  })
  afterEach(() => room.close())

  test('only stories that may be carried get pictures, and each is requested once', async () => {
    await begin()
    const bytes = await picture(10)
    wire.answers((path, response) => path.startsWith('/p') && Boolean(response.writeHead(200).end(bytes)))
    wire.lists([
      { id: 'a', title: about('one'), picture: '/p-a.jpg' },
      { id: 'b', title: 'The town hall is painted', picture: '/p-b.jpg' },
      { id: 'c', title: about('two'), date: '2026-11-01T06:00:00Z', picture: '/p-c.jpg' },
    ])
    expect(inWords(await collectWire())).toMatchObject({ fresh: 3, notes: [] })
    expect(await collectWire()).toMatchObject({ fresh: 0, changed: 0 })
    expect(pictures()).toEqual(['/p-a.jpg'])
    expect(await withPicture()).toEqual(['a'])
  })

  test('a failed picture is retried at growing intervals, reported, and given up after five attempts', async () => {
    await begin()
    wire.lists([{ id: 'a', title: about('one'), picture: '/p-a.jpg' }])
    const waits = [14, 2, 60, 240, 960, 9_000]
    const counts: number[] = []
    expect(inWords(await collectWire())).toMatchObject({
      fresh: 1,
      notes: [expect.stringContaining('1 picture could not be fetched')],
    })
    let now = room.clock.now()
    for (const minutes of waits) {
      now = now.add({ minutes })
      room.clock.set(now.toString())
      await collectWire()
      counts.push(pictures().length)
    }
    expect(counts).toEqual([1, 2, 3, 4, 5, 5])
    room.clock.set('2026-11-09T08:00Z')
    const wired = (await sourceHealth(room.app.context)).find(({ source }) => source.name === 'Wire')
    expect(wired?.findings).toMatchObject([{ ailment: 'pictures', sick: false }])
  })

  test('a different picture from the source is requested at once', async () => {
    await begin()
    wire.lists([{ id: 'a', title: about('one'), picture: '/p-a.jpg' }])
    await collectWire()
    const bytes = await picture(20)
    wire.answers((path, response) => path === '/p-b.jpg' && Boolean(response.writeHead(200).end(bytes)))
    wire.lists([{ id: 'a', title: about('one'), picture: '/p-b.jpg' }])
    await collectWire()
    expect(await withPicture()).toEqual(['a'])
  })

  test('those over the budget of a reading wait for the next, the newest first', async () => {
    await begin({ pictures: 2 })
    const bytes = await picture(30)
    wire.answers((path, response) => path.startsWith('/p') && Boolean(response.writeHead(200).end(bytes)))
    wire.lists(['a', 'b', 'c'].map((id) => ({ id, title: about(id), picture: `/p-${id}.jpg` })))
    expect(inWords(await collectWire())).toMatchObject({
      notes: ['1 picture was put off until the next reading'],
    })
    expect(await withPicture()).toEqual(['a', 'b'])
    expect(inWords(await collectWire())).toMatchObject({ notes: [] })
    expect(await withPicture()).toEqual(['a', 'b', 'c'])
  })

  test('sixteen pictures that hang do not delay the edition, which is sent without them', async () => {
    await begin()
    // Whichever of the first three is requested first: each is claimed in the store before.
    const anyAsked = Promise.withResolvers<void>()
    wire.answers((path) => {
      if (path.startsWith('/p')) anyAsked.resolve()
      return path.startsWith('/p')
    })
    wire.lists(
      Array.from({ length: 16 }, (_, n) => ({ id: `${n}`, title: about(`${n}`), picture: `/p-${n}.jpg` })),
    )
    await room.reader('ada@example.org')
    const enough = new AbortController()
    const running = run(room.app.context, room.digest, commandActor, undefined, () => enough.signal)
    await anyAsked.promise
    enough.abort()
    const { outcome, edition, sources } = await running
    expect(outcome).toBe('sent')
    expect(inWords(sources.map(({ notes }) => notes))).toContainEqual([
      '16 pictures were put off until the next reading',
    ])
    const items = await home.store.contents.items(edition.id)
    expect(items.length).toBeGreaterThan(0)
    expect(items.map((item) => item.picture)).toEqual(items.map(() => null))
    // Cancelled requests count against no picture: all are still wanted.
    const due = await home.store.storyPictures.due(
      room.clock.now(),
      Temporal.Instant.from('2026-11-01T00:00Z'),
    )
    expect(due.map(({ tries }) => tries)).toEqual(Array.from({ length: 16 }, () => 0))
  })
})
