import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { addSource } from '../../../src/services/collecting/managing/add-source.ts'
import { sendMessages } from '../../../src/services/sending/outbox/send-messages.ts'
import { pauseSending, resumeSending } from '../../../src/services/sending/sending-pause.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const content = { kind: 'alert' as const, subject: 'A line', lead: 'L.', points: [], advice: 'A.' }

describe.each(dialects)('alerts and the outbox on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom

  const store = () => room.app.context.store
  const states = async () => (await store().messages.list(10)).map(({ status }) => status)

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    const newsroom = await store().newsroom.get()
    if (newsroom)
      await store().newsroom.put({ ...newsroom, alerts: ['desk@example.org', 'night@example.org'] })
  })
  afterEach(() => room.close())

  test('unhealthy sources are reported before the deadline, once a day, to each address', async () => {
    const { schedule } = room.digest
    const grants = [{ role: 'chief-editor', digest: 'all' }] as const
    await store().accounts.add({ email: 'cy@example.org', name: 'Cy', grants }, room.clock.now())
    const cutoffOn = (day: number) =>
      Temporal.PlainDate.from({ year: 2026, month: 11, day })
        .toZonedDateTime({ timeZone: schedule.timeZone, plainTime: Temporal.PlainTime.from(schedule.cutoff) })
        .toInstant()
    const tickAt = async (at: Temporal.Instant) => {
      await room.wake(at.toString())
      return (await room.app.mails()).filter((mail) => mail.subject.includes('need'))
    }
    const location = 'http://127.0.0.1:1/feed.xml'
    const traits = {
      kind: 'feed',
      language: 'en',
      section: 'news',
      weight: 1,
      pictures: 'none',
      timeZone: null,
      options: null,
    } as const
    await addSource(
      room.app.context,
      { name: 'Dead Wire', location, kept: location, ...traits },
      true,
      commandActor,
    )
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    expect(await tickAt(cutoffOn(10).subtract({ hours: 5 }))).toEqual([])
    expect(await tickAt(cutoffOn(10).subtract({ hours: 4 }))).toEqual([])
    const told = await tickAt(cutoffOn(10).subtract({ minutes: 90 }))
    expect(told.map((mail) => mail.to).sort()).toEqual([
      'cy@example.org',
      'desk@example.org',
      'night@example.org',
    ])
    expect(told[0]).toMatchObject({ subject: 'A source needs attention: Dead Wire' })
    expect(told[0]?.text).toContain('has failed 3 times since it was added')
    expect(told[0]?.text).toContain('daywire sources health')
    expect(await tickAt(cutoffOn(10).subtract({ minutes: 60 }))).toHaveLength(3)
    expect(await tickAt(cutoffOn(11).subtract({ minutes: 60 }))).toHaveLength(6)
    // An edition was missed in these hours, which is also reported.
    expect(await states()).toEqual(Array.from({ length: 9 }, () => 'sent'))
  })

  test('nothing is sent while sending is paused', async () => {
    await store().messages.enqueue('desk@example.org', content, room.clock.now())
    room.clock.set('2026-11-09T07:01Z')
    await pauseSending(room.app.context, 'a test', commandActor)
    await sendMessages(room.app.context)
    expect(await states()).toEqual(['queued'])
    await resumeSending(room.app.context, commandActor)
    await sendMessages(room.app.context)
    expect(await states()).toEqual(['sent'])
  })

  test('the e-mail is marked as automatic, and has an HTML and a text part', async () => {
    await store().messages.enqueue(
      'desk@example.org',
      { ...content, subject: 'Überfällig\r\nBcc: x@example.org' },
      room.clock.now(),
    )
    await sendMessages(room.app.context)
    const [mail] = await room.app.mails()
    expect(mail).toMatchObject({ to: 'desk@example.org', subject: 'Überfällig Bcc: x@example.org' })
    const source = mail?.bytes.toString('latin1') ?? ''
    expect(source).toMatch(/^Auto-Submitted: auto-generated\r$/m)
    expect(source).toMatch(/^Message-ID: <m1\.[0-9a-f]{12}@127\.0\.0\.1>\r$/m)
    expect(source).not.toMatch(/^Bcc:/m)
    expect(source).not.toContain('List-Unsubscribe')
  })
})
