import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { collectDue } from '../../../src/services/collecting/reading/collect-due.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { catchUp, advanceEditions } from '../../../src/services/editions/composing/advance-editions.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { wireOf } from './wire.ts'
import { inWords } from '../../in-words.ts'
import { english } from '../../../src/core/said/sentence.ts'

const about = (id: string) => `Nuclear inspectors count seals at reactor ${id}`
const going = new AbortController().signal

describe.each(dialects)('budgets on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
  })
  afterEach(() => room.close())

  /** The context, and a promise that resolves when this many sources are done. */
  const counting = (count: number) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const step = (name: string, done: number): void => {
      if (name === 'collect' && done === count) resolve()
    }
    return { context: { ...room.app.context, progress: { step } }, through: promise }
  }
  const collectWire = async () =>
    (await collect(room.app.context, { which: ({ name }) => name === 'Wire' }))[0]
  const guids = async () =>
    (
      await home.store.stories.inWindow(
        Temporal.Instant.from('2026-01-01T00:00Z'),
        Temporal.Instant.from('2027-01-01T00:00Z'),
      )
    ).map(({ guid }) => guid)

  test('new stories over the budget are added by later readings, the newest first, each reported by name', async () => {
    const wire = await wireOf(room, 'Wire', { budget: { stories: 2, storiesPerDay: 3 } })
    wire.answers((path, response) => {
      // A server that would answer “not modified” to anyone who returns its ETag.
      const isAgain = path === '/feed.xml' && response.req.headers['if-none-match'] !== undefined
      if (isAgain) response.writeHead(304).end()
      return isAgain
    })
    wire.lists(
      ['a', 'b', 'c', 'd'].map((id, n) => ({ id, title: about(id), date: `2026-11-09T0${n + 1}:00:00Z` })),
    )
    const first = await collectWire()
    expect(first).toMatchObject({ outcome: 'read', found: 4, fresh: 2 })
    expect(first?.notes.map(english).join()).toContain(
      `left for a later reading (“${about('b')}”, “${about('a')}”)`,
    )
    expect(await guids()).toEqual(['c', 'd'])
    expect(await collectWire()).toMatchObject({ fresh: 1 })
    expect(await collectWire()).toMatchObject({ fresh: 0 })
    expect((await guids()).sort()).toEqual(['b', 'c', 'd'])
    const readings = await home.store.fetchLog.since(Temporal.Instant.from('2026-11-01T00:00Z'))
    expect(readings.map(({ putOff }) => putOff)).toEqual([2, 1, 1])
    room.clock.set('2026-11-10T07:00:01Z')
    expect(await collectWire()).toMatchObject({ fresh: 1 })
    expect(await collectWire()).toMatchObject({ outcome: 'unchanged' })
  })

  test('a hanging source does not delay its edition, and is not read twice at once', async () => {
    const wire = await wireOf(room, 'Wire')
    wire.answers(() => true)
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    const { context, through } = counting(1)
    const stopping = new AbortController()
    room.clock.set('2026-11-10T06:29:00Z')
    const collecting = collectDue(context, stopping.signal)
    await Promise.all([wire.untilAsked('/feed.xml'), through])
    await collectDue(context, going)
    room.clock.set('2026-11-10T06:30:00Z')
    await advanceEditions(context, going)
    const edition = await home.store.editions.newestScheduled(room.digest.id)
    expect(edition).toMatchObject({ status: 'draft', frozenAt: room.clock.now() })
    expect(wire.asked).toEqual(['/feed.xml'])
    // When asked to stop, collecting ends, and nothing is recorded against the source.
    stopping.abort()
    await collecting
    expect(await home.store.sources.byName('Wire')).toMatchObject({ status: 'active', failures: 0 })
  })

  test('an edition not made at its cutoff waits for its sources only for the allowed time', async () => {
    const wire = await wireOf(room, 'Wire')
    wire.answers(() => true)
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    room.clock.set('2026-11-10T07:10:00Z')
    const { context, through } = counting(1)
    await advanceEditions(context, going)
    expect(await home.store.editions.newestScheduled(room.digest.id)).toBeNull()
    const enough = new AbortController()
    const caught = catchUp(context, going, () => enough.signal)
    await Promise.all([wire.untilAsked('/feed.xml'), through])
    enough.abort()
    await caught
    const edition = await home.store.editions.newestScheduled(room.digest.id)
    expect(edition).toMatchObject({ date: Temporal.PlainDate.from('2026-11-10'), frozenAt: room.clock.now() })
    expect(await home.store.contents.items(edition?.id ?? 0)).toHaveLength(1)
  })

  test('a run continues without the sources that it had no time for, and names them', async () => {
    const wire = await wireOf(room, 'Wire')
    wire.answers(() => true)
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    await room.reader('ada@example.org')
    const enough = new AbortController()
    const { context, through } = counting(1)
    const running = run(context, room.digest, commandActor, undefined, () => enough.signal)
    await Promise.all([wire.untilAsked('/feed.xml'), through])
    enough.abort()
    const { outcome, sources } = await running
    expect(outcome).toBe('sent')
    expect(sources.map((one) => [one.source, one.outcome])).toEqual([
      ['Editors', 'read'],
      ['Wire', 'unread'],
    ])
    expect(inWords(sources[1]?.notes)).toEqual(['was not read before collecting ended'])
  })

  test('a reading that exceeds its own time fails with that reason', async () => {
    const wire = await wireOf(room, 'Wire', { budget: { seconds: 1 } })
    wire.answers(() => true)
    expect(inWords(await collectWire())).toMatchObject({
      outcome: 'failed',
      notes: [expect.stringContaining('longer than 1 second;')],
    })
  })
})
