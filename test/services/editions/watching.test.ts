import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AccountActor } from '../../../src/core/entities/account.ts'
import { systemActor } from '../../../src/core/entities/actor.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { inEdition } from '../../../src/services/editions/changing/make-change.ts'
import { setNote } from '../../../src/services/editions/changing/edition/set-note.ts'
import { pinStory } from '../../../src/services/editions/changing/stories/pin-story.ts'
import { openKeptChecks } from '../../../src/services/editions/checks/kept-checks.ts'
import { dayNow } from '../../../src/services/editions/watching/day-now.ts'
import { endPresence, notePresence } from '../../../src/services/editions/watching/presence.ts'
import { sinceThen } from '../../../src/services/editions/watching/since-then.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

describe.each(dialects)('watching a day on $name', ({ open }) => {
  let room: TestNewsroom
  let ada: AccountActor
  let bo: AccountActor
  const context = () => room.app.context
  const day = () => ({ digestId: room.digest.id, date: Temporal.PlainDate.from('2026-11-10') })
  const later = (seconds: number) => room.clock.set(room.clock.now().add({ seconds }).toString())
  const account = async (name: string): Promise<AccountActor> => {
    const grants = [{ role: 'editor', digest: 'all' }] as const
    const own = { email: `${name}@example.org`, name, grants }
    const id = await context().store.accounts.add(own, room.clock.now())
    return { kind: 'account', id: id!, grants }
  }
  const names = async () => (await dayNow(context(), ada, day())).present.map(({ name }) => name)

  beforeEach(async () => {
    room = await testNewsroom(await open())
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    await room.story('b', 'Interceptor leaves the coast', 'missiles')
    room.clock.set('2026-11-09T08:00Z')
    await collect(context())
    ada = await account('Ada')
    bo = await account('Bo')
  })
  afterEach(() => room.close())

  test('viewers are present for a time, and again once noted again', async () => {
    await notePresence(context(), ada, day())
    later(30)
    await notePresence(context(), bo, day())
    expect(await names()).toEqual(['Ada', 'Bo'])
    later(20)
    expect(await names()).toEqual(['Bo'])
    await notePresence(context(), ada, day())
    await notePresence(context(), ada, day())
    expect(await names()).toEqual(['Ada', 'Bo'])
    later(60)
    expect(await names()).toEqual([])
  })

  test('viewers who leave are absent soon, and present at once when they return', async () => {
    await notePresence(context(), ada, day())
    await notePresence(context(), bo, day())
    await endPresence(context(), bo, day())
    expect(await names()).toEqual(['Ada', 'Bo'])
    later(4)
    expect(await names()).toEqual(['Ada'])
    await endPresence(context(), bo, day())
    expect(await names()).toEqual(['Ada'])
    await notePresence(context(), bo, day())
    expect(await names()).toEqual(['Ada', 'Bo'])
  })

  test('viewers of another day or digest, and disabled accounts, are not present', async () => {
    await notePresence(context(), bo, { ...day(), date: Temporal.PlainDate.from('2026-11-11') })
    expect(await names()).toEqual([])
    await notePresence(context(), bo, day())
    await context().store.accounts.setDisabled(bo.id, room.clock.now())
    expect(await names()).toEqual([])
  })

  test('changes by others and newly collected stories are counted and named', async () => {
    await room.wake('2026-11-10T06:30:10Z')
    const { edition, change, story } = await dayNow(context(), ada, day())
    expect(edition).toMatchObject({ status: 'draft', revision: 1 })
    const shown = { change, story }
    expect(await sinceThen(context(), ada, day(), shown)).toEqual({
      changes: { all: 0, newest: [] },
      stories: 0,
    })
    const basis = inEdition(edition!)
    await pinStory(context(), basis, { story: 1, pinned: true }, bo)
    for (const pinned of [true, false, true]) await pinStory(context(), basis, { story: 2, pinned }, bo)
    await pinStory(context(), basis, { story: 1, pinned: false }, ada)
    await setNote(context(), basis, { text: 'A note.' }, systemActor)
    await room.story('c', 'Centrifuges stopped', 'nuclear')
    await collect(context())
    const now = await dayNow(context(), ada, day())
    expect(now).toMatchObject({ edition: { revision: 7 }, change: change + 6 })
    expect(now.story).toBeGreaterThan(story)
    const since = await sinceThen(context(), ada, day(), shown)
    expect(since.stories).toBe(1)
    expect(since.changes.all).toBe(5)
    expect(since.changes.newest.map(({ by, kind, headline }) => [by, kind, headline])).toEqual([
      ['Bo', 'pin', 'Interceptor leaves the coast'],
      ['Bo', 'pin', 'Interceptor leaves the coast'],
      ['Daywire', 'note', ''],
    ])
  })

  test('check results are computed in the background, for the newest revision', async () => {
    await room.reader('maria@example.org')
    await room.wake('2026-11-10T06:30:10Z')
    const kept = openKeptChecks(context())
    const edition = async () => (await dayNow(context(), ada, day())).edition!
    expect(kept.of(await edition())).toBeNull()
    await expect.poll(async () => kept.of(await edition())).toMatchObject({ revision: 1, variants: 1 })
    await setNote(context(), inEdition(await edition()), { text: 'See http://10.0.0.1/plan now.' }, ada)
    expect(kept.of(await edition())).toBeNull()
    await expect.poll(async () => kept.of(await edition())).toMatchObject({ revision: 2, variants: 1 })
    // A current result is not computed again, and stays valid meanwhile.
    later(61)
    expect(kept.of(await edition())).toMatchObject({ revision: 2 })
  })
})
