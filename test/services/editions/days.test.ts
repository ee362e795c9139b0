import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { preview } from '../../../src/services/editions/viewing/preview/preview.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { english } from '../../../src/core/said/sentence.ts'

describe.each(dialects)('days of a newsroom on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom

  /** The Monday on which most of these days begin; the digest has existed for a week. */
  const begin = async (days?: number[], from = '2026-11-16T05:00Z') => {
    room = await testNewsroom(home, days)
    room.clock.set(from)
  }
  const runOn = async (at: string) => {
    room.clock.set(at)
    return run(room.app.context, room.digest, commandActor)
  }
  const textTo = async (email: string): Promise<string> => {
    const mails = (await room.app.mails()).filter((mail) => mail.to.includes(email))
    return mails[0]?.text ?? ''
  }

  beforeEach(async () => {
    home = await open()
  })
  afterEach(() => room.close())

  test('each reader gets one e-mail of the chosen topics; a second run sends nothing', async () => {
    await begin()
    await room.reader('all@example.org')
    await room.reader('nuclear@example.org', { topics: ['nuclear'] })
    await room.reader('cyber@example.org', { topics: ['cyber'] })
    await room.story('a', 'Inspectors return to the enrichment hall', 'nuclear')
    await room.story('b', 'Interceptor battery leaves the coast', 'missiles')
    const first = await runOn('2026-11-16T07:00Z')
    expect(first.outcome).toBe('sent')
    expect(first.delivered?.counts).toEqual({ sent: 2, skipped: 1 })
    expect(await textTo('all@example.org')).toContain('Interceptor battery leaves the coast')
    expect(await textTo('nuclear@example.org')).not.toContain('Interceptor battery')
    const again = await runOn('2026-11-16T07:05Z')
    expect(again.outcome).toBe('nothing-to-do')
    expect(await room.app.mails()).toHaveLength(2)
  })

  test('a Friday-evening story is in Monday’s edition, and no story is lost or carried twice', async () => {
    await begin([1, 2, 3, 4, 5], '2026-11-13T05:00Z')
    await room.reader('all@example.org')
    await room.story('a', 'Inspectors return to the enrichment hall', 'nuclear')
    await runOn('2026-11-13T07:00Z')
    room.clock.set('2026-11-13T19:00Z')
    await room.story('b', 'Interceptor battery leaves the coast', 'missiles')
    const monday = await runOn('2026-11-16T07:00Z')
    expect(monday.edition.opensAt.toString()).toBe('2026-11-13T07:00:00Z')
    const text = await textTo('all@example.org')
    expect(text).toContain('Interceptor battery leaves the coast')
    expect(text).not.toContain('Inspectors return')
  })

  test('a day without news is skipped with its reason, and the next edition’s window opens where that one’s did', async () => {
    await begin()
    await room.reader('all@example.org')
    await room.story('a', 'Inspectors return to the enrichment hall', 'nuclear')
    await runOn('2026-11-16T07:00Z')
    const quiet = await runOn('2026-11-17T07:00Z')
    expect(quiet.outcome).toBe('skipped')
    expect(english(quiet.says)).toContain('no news')
    room.clock.set('2026-11-18T05:00Z')
    await room.story('b', 'Interceptor battery leaves the coast', 'missiles')
    const next = await runOn('2026-11-18T07:00Z')
    expect(next.edition.opensAt.toString()).toBe('2026-11-16T07:00:00Z')
  })

  test('readers who skip days get what came since, under its own heading', async () => {
    await begin()
    await room.reader('weekly@example.org', { days: ['mon', 'thu'] })
    await room.reader('daily@example.org')
    await room.story('a', 'Inspectors return to the enrichment hall', 'nuclear')
    await runOn('2026-11-16T07:00Z')
    room.clock.set('2026-11-17T05:00Z')
    await room.story('b', 'Interceptor battery leaves the coast', 'missiles')
    await runOn('2026-11-17T07:00Z')
    room.clock.set('2026-11-19T05:00Z')
    await room.story('c', 'Pathogen register is opened to neighbours', 'biological')
    await runOn('2026-11-19T07:00Z')
    const weekly = await textTo('weekly@example.org')
    expect(weekly).toContain('Since Monday')
    expect(weekly).toContain('Interceptor battery leaves the coast')
    expect(weekly).not.toContain('Inspectors return')
    expect(await textTo('daily@example.org')).not.toContain('Interceptor battery')
  })

  test('a preview for a reader is the e-mail that is sent, except for date and tokens', async () => {
    await begin()
    await room.reader('all@example.org')
    await room.story('a', 'Inspectors return to the enrichment hall', 'nuclear')
    const { edition } = await runOn('2026-11-16T07:00Z')
    const shown = await preview(room.app.context, room.digest, edition, {
      kind: 'subscriber',
      email: 'all@example.org',
    })
    const [mail] = await room.app.mails()
    const plain = (bytes: Buffer | undefined) =>
      (bytes ?? Buffer.alloc(0))
        .toString('latin1')
        .replace(/=\r\n/g, '')
        .replace(/([/?]|%20|\/[ut]\/)[\w-]{24}(?=[^\w-])/g, '$1TOKEN')
        .replace(/^Date: .*$/m, '')
    expect(shown.eml().length).toBe(mail?.bytes.length)
    expect(plain(shown.eml())).toBe(plain(mail?.bytes))
  })

  test('the scheduler composes at the cutoff, sends at the hour, once', async () => {
    await begin([1, 2, 3, 4, 5, 6, 7], '2026-11-09T20:00Z')
    await room.reader('all@example.org')
    await room.story('a', 'Inspectors return to the enrichment hall', 'nuclear')
    const at = async (time: string) => {
      await room.wake(time)
      return (await home.store.editions.newestScheduled(room.digest.id))?.status
    }
    await at('2026-11-10T06:28Z')
    expect(await at('2026-11-10T06:30:30Z')).toBe('draft')
    expect((await home.store.editions.newestScheduled(room.digest.id))?.frozenAt.toString()).toBe(
      '2026-11-10T06:30:00Z',
    )
    expect(await room.app.mails()).toHaveLength(0)
    expect(await at('2026-11-10T07:00:10Z')).toBe('sent')
    expect(await at('2026-11-10T07:01:10Z')).toBe('sent')
    expect(await room.app.mails()).toHaveLength(1)
  })

  test('missed hours are caught up within six hours, or else marked as missed', async () => {
    await begin([1, 2, 3, 4, 5, 6, 7], '2026-11-12T05:00Z')
    await room.reader('all@example.org')
    await room.story('a', 'Inspectors return to the enrichment hall', 'nuclear')
    await room.wake('2026-11-12T10:00Z')
    const statuses = await Promise.all(
      ['2026-11-10', '2026-11-11', '2026-11-12'].map(async (date) => {
        const edition = await home.store.editions.byDate(room.digest.id, Temporal.PlainDate.from(date))
        return edition?.status
      }),
    )
    expect(statuses).toEqual(['missed', 'missed', 'sent'])
  })
})
