import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import type { Sheet } from '../../../src/core/entities/sheet.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { clearDay, listDays, setDay } from '../../../src/services/editions/composing/calendar.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { findDigest } from '../../../src/services/newsroom/find-digest.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { advanceEditions } from '../../../src/services/editions/composing/advance-editions.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { inWords } from '../../in-words.ts'

const holiday = { date: '2026-11-11', to: null, hour: null, reason: 'a holiday' }

describe.each(dialects)('planned days on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom

  const digest = () => findDigest(room.app.context, 'daily')
  const edition = async (date: string) =>
    home.store.editions.byDate(room.digest.id, Temporal.PlainDate.from(date))
  const subjects = async () => (await room.app.mails()).map((mail) => `${mail.to}: ${mail.subject}`)
  const alertsTo = async (...alerts: string[]) => {
    const newsroom = await home.store.newsroom.get()
    if (newsroom) await home.store.newsroom.put({ ...newsroom, alerts })
  }
  const manual = async () => {
    const { id: _id, createdAt, ...traits } = await digest()
    await home.store.digests.put({ ...traits, approval: 'one' }, createdAt)
  }

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    await room.reader('ada@example.org')
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    room.clock.set('2026-11-09T08:00Z')
    await collect(room.app.context)
  })
  afterEach(() => room.close())

  test('a skipped day has no edition but its reason, and the next day takes its stories', async () => {
    await setDay(room.app.context, await digest(), holiday, commandActor)
    await room.wake('2026-11-10T10:00Z')
    await room.story('b', 'A second seal is counted', 'nuclear')
    await room.wake('2026-11-10T11:00Z')
    await room.wake('2026-11-11T07:00:10Z')
    expect(await edition('2026-11-11')).toMatchObject({ status: 'skipped', reason: 'a holiday' })
    const before = await subjects()
    await room.wake('2026-11-12T06:30:10Z')
    await room.wake('2026-11-12T07:00:10Z')
    expect(await subjects()).toHaveLength(before.length + 1)
    expect((await room.app.mails())[0]?.text).toContain('A second seal is counted')
  })

  test('who runs on a skipped day is told why nothing leaves', async () => {
    await setDay(room.app.context, await digest(), holiday, commandActor)
    room.clock.set('2026-11-11T08:00Z')
    const report = await run(room.app.context, await digest(), commandActor)
    expect(inWords(report)).toMatchObject({
      outcome: 'skipped',
      says: 'daily of 2026-11-11 is skipped: a holiday',
    })
  })

  test('a day moved to an earlier hour leaves then, once', async () => {
    const moved = { date: '2026-11-10', to: '2026-11-10', hour: '05:00', reason: 'early' }
    await setDay(room.app.context, await digest(), moved, commandActor)
    await room.wake('2026-11-10T04:20Z')
    await room.wake('2026-11-10T04:30:10Z')
    expect(await edition('2026-11-10')).toMatchObject({ status: 'draft' })
    await room.wake('2026-11-10T05:00:10Z')
    await room.wake('2026-11-10T07:00:10Z')
    expect(await edition('2026-11-10')).toMatchObject({ status: 'sent' })
    expect(await subjects()).toHaveLength(1)
  })

  test('the list shows what is planned, skipped and done; a day cleared is as the week has it', async () => {
    await setDay(room.app.context, await digest(), holiday, commandActor)
    await room.wake('2026-11-10T06:30:10Z')
    const shown = await listDays(room.app.context, await digest(), 3)
    expect(inWords(shown.map(({ date, status, reason }) => [date, status, reason]))).toEqual([
      ['2026-11-10', 'draft', null],
      ['2026-11-11', 'no-edition', 'a holiday'],
      ['2026-11-12', 'planned', null],
    ])
    expect(await clearDay(room.app.context, await digest(), '2026-11-11', commandActor)).toMatchObject({
      cleared: true,
    })
    expect(await clearDay(room.app.context, await digest(), '2026-11-11', commandActor)).toMatchObject({
      cleared: false,
    })
    expect((await listDays(room.app.context, await digest(), 3))[1]).toMatchObject({ status: 'planned' })
  })

  test.each([
    [{ ...holiday, to: '2026-11-12' }, 'day-taken'],
    [{ ...holiday, to: '2026-11-11' }, 'day-moved-to-itself'],
    [{ ...holiday, hour: '05:00' }, 'day-skipped-with-hour'],
  ])('what makes no sense changes nothing: %j', async (wrong, code) => {
    expect(await setDay(room.app.context, await digest(), wrong, commandActor)).toMatchObject({
      ok: false,
      code,
      isConflict: false,
    })
    expect((await digest()).schedule.calendar).toEqual([])
  })

  test('a day whose edition stands already is not changed, and two editors are told apart', async () => {
    await room.wake('2026-11-10T06:30:10Z')
    const today = { ...holiday, date: '2026-11-10' }
    expect(await setDay(room.app.context, await digest(), today, commandActor)).toMatchObject({
      code: 'day-has-edition',
      params: { status: 'draft' },
      isConflict: true,
    })
    const stale = await digest()
    await setDay(room.app.context, stale, holiday, commandActor)
    const other = { ...holiday, date: '2026-11-12' }
    expect(await setDay(room.app.context, stale, other, commandActor)).toMatchObject({
      ok: false,
      code: 'calendar-changed-meanwhile',
    })
  })

  test('an edition slept through for two days is missed, and told once', async () => {
    await alertsTo('desk@example.org')
    await room.wake('2026-11-10T06:30:10Z')
    const draft = await edition('2026-11-10')
    if (draft) await approve(room.app.context, draft, commandActor)
    await room.wake('2026-11-12T06:00Z')
    await room.wake('2026-11-12T06:01Z')
    expect(inWords((await edition('2026-11-10'))?.reason)).toContain('Daywire was not running from its hour')
    expect((await subjects()).sort()).toEqual([
      'desk@example.org: Missed: Global Security Newswire of 2026-11-10',
      'desk@example.org: Missed: Global Security Newswire of 2026-11-11',
    ])
  })

  test('a draft that waits for a person is told at its hour, and again when it is missed', async () => {
    await alertsTo('desk@example.org')
    await manual()
    await room.wake('2026-11-10T06:30:10Z')
    expect(await subjects()).toEqual([])
    await room.wake('2026-11-10T07:00:10Z')
    await room.wake('2026-11-10T08:00:10Z')
    expect(await subjects()).toHaveLength(1)
    await room.wake('2026-11-10T13:00:10Z')
    expect((await subjects())[0]).toContain('Missed')
    expect((await room.app.mails())[0]?.text).toContain('it was not approved in time')
    expect(await edition('2026-11-10')).toMatchObject({ status: 'missed' })
  })

  test('what cannot be made of one digest holds up no other', async () => {
    const { id: _id, createdAt, ...traits } = await digest()
    await home.store.digests.put({ ...traits, key: 'second', topics: ['nuclear'] }, createdAt)
    const { context } = room.app
    await room.wake('2026-11-10T06:30:10Z')
    const digestOf = (sheet: Sheet) =>
      sheet.digest.key === 'second'
        ? context.renderer.digest(sheet)
        : Promise.reject(new Error('a broken template'))
    room.clock.set('2026-11-10T07:00:10Z')
    await advanceEditions(
      { ...context, renderer: { ...context.renderer, digest: digestOf } },
      new AbortController().signal,
    )
    const second = await findDigest(context, 'second')
    expect(await home.store.editions.newestScheduled(second.id)).toMatchObject({ status: 'sending' })
    expect(await edition('2026-11-10')).toMatchObject({ status: 'draft' })
  })
})
