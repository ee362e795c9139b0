import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import type { Events } from '../../../src/core/ports.ts'
import { addSource } from '../../../src/services/collecting/managing/add-source.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { workerName } from '../../../src/services/workers.ts'
import { sendMessages } from '../../../src/services/sending/outbox/send-messages.ts'
import { pauseSending } from '../../../src/services/sending/sending-pause.ts'
import { startScriptedServer, type Script } from '../../mail/scripted-server.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { inWords } from '../../in-words.ts'

const content = { kind: 'alert' as const, subject: 'A line', lead: 'L.', points: [], advice: 'A.' }
/** Without what its template asks for. */
const broken = { kind: 'alert', subject: 'A line' } as typeof content

describe.each(dialects)('the outbox on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let ends: (() => Promise<void>)[]

  const context = () => room.app.context
  const messages = () => context().store.messages
  const states = async () => (await messages().list(10)).map(({ status }) => status)
  const enqueue = (what = content) => messages().enqueue('desk@example.org', what, context().clock.now())
  const at = (time: string) => room.clock.set(time)

  const scripted = async (script: Script) => {
    const server = await startScriptedServer(script)
    ends.push(server.close)
    return server
  }
  /** Holds the next message as a sender does that died with it in flight. */
  const dieInFlight = async () => {
    const worker = workerName('gone', 999_999_999)
    const now = context().clock.now()
    const message = await messages().claim(now, { worker, until: now.add({ hours: 1 }) })
    if (!message) throw new Error('nothing was due')
    expect(await messages().markInflight(message, worker, now)).toBe(true)
  }

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    ends = []
    const newsroom = await context().store.newsroom.get()
    if (newsroom) await context().store.newsroom.put({ ...newsroom, alerts: ['desk@example.org'] })
  })
  afterEach(async () => {
    for (const end of ends) await end()
    await room.close()
  })

  test('a message that cannot be made fails alone: the next one leaves, and so does the edition', async () => {
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    await room.reader('ada@example.org')
    await enqueue(broken)
    await enqueue()
    const logged: string[] = []
    const events: Events = { emit: ({ message }) => void logged.push(message) }
    expect(await run({ ...context(), events }, room.digest, commandActor)).toMatchObject({ outcome: 'sent' })
    expect(await states()).toEqual(['sent', 'failed'])
    const [, failed] = await messages().list(10)
    expect(inWords(failed?.reason)).toContain('alert.html.hbs: "lead" not defined')
    const line = logged.find((one) => one.includes('cannot be composed'))
    expect(line).toContain(`message ${failed?.id}`)
    expect(line).not.toContain('@')
  })

  test('what a person waits for leaves before the rest, however old that is', async () => {
    const server = await scripted({})
    const write = (subject: string, priority?: number) =>
      messages().enqueue('desk@example.org', { ...content, subject }, context().clock.now(), { priority })
    await write('For many', 2)
    await write('For the editors')
    await write('For the editors too')
    await write('For a person', 0)
    await sendMessages(room.sendingTo(server.port))
    const subjects = server.mails.map(({ bytes }) => /^Subject: (.*)\r$/m.exec(bytes.toString('latin1'))?.[1])
    expect(subjects).toEqual(['For a person', 'For the editors', 'For the editors too', 'For many'])
  })

  test('one whose server cannot be had is tried again for a day, and then given up', async () => {
    await enqueue()
    const nobody = room.sendingTo(1)
    await sendMessages(nobody)
    expect(await messages().list(1)).toMatchObject([{ status: 'deferred', attempts: 1 }])
    await sendMessages(nobody)
    expect(await messages().list(1)).toMatchObject([{ status: 'deferred', attempts: 1 }])
    at('2026-11-10T06:59:30Z')
    await sendMessages(nobody)
    const [given] = await messages().list(1)
    expect(given).toMatchObject({ status: 'failed', attempts: 2 })
    expect(inWords(given?.reason)).toContain('given up after a day: nothing listens')
  })

  test('one sent once more is not sent a third time, whatever happens between', async () => {
    await enqueue()
    await dieInFlight()
    await sendMessages(room.sendingTo(1))
    expect(await states()).toEqual(['deferred'])
    at('2026-11-09T09:00Z')
    await dieInFlight()
    await sendMessages(context())
    expect(await states()).toEqual(['unknown'])
    expect(await room.app.mails()).toEqual([])
  })

  test('it is in flight before its first byte leaves; a connection lost after that sends it once more', async () => {
    const seen: Promise<string[]>[] = []
    const server = await scripted({
      act: (stage, before) => {
        if (stage === 'body-begins') seen.push(states())
        return stage === 'body' && before === 0 ? 'drop' : undefined
      },
    })
    await enqueue()
    await sendMessages(room.sendingTo(server.port))
    expect(await seen[0]).toEqual(['inflight'])
    expect(await states()).toEqual(['unknown'])
    at('2026-11-09T07:01Z')
    await sendMessages(room.sendingTo(server.port))
    expect(await states()).toEqual(['sent'])
    const ids = server.mails.map(({ bytes }) => /^Message-ID: (.*)\r$/m.exec(bytes.toString('latin1'))?.[1])
    expect(ids).toEqual([expect.stringMatching(/^<m1\./)])
  })

  test('a pause that comes on the way ends the round: what waits is not claimed again and again', async () => {
    const paused: Promise<unknown>[] = []
    const server = await scripted({
      act: (stage, before) => {
        if (stage === 'body-begins' && before === 0)
          paused.push(pauseSending(context(), 'a test', commandActor))
        return undefined
      },
    })
    await enqueue()
    await enqueue()
    await sendMessages(room.sendingTo(server.port), AbortSignal.timeout(5_000))
    await Promise.all(paused)
    expect(await states()).toEqual(['queued', 'sent'])
    expect(server.connections).toBeLessThan(3)
  })

  test('what this very process left behind is taken up again once its lease is over', async () => {
    await enqueue()
    const now = context().clock.now()
    await messages().claim(now, { worker: context().settings.worker, until: now.add({ minutes: 10 }) })
    await sendMessages(context())
    expect(await states()).toEqual(['claimed'])
    at('2026-11-09T07:11Z')
    await sendMessages(context())
    expect(await states()).toEqual(['sent'])
  })

  test('digests on both sides of the date line bring one alert a day, and none at every minute', async () => {
    const { id: _id, createdAt: _createdAt, ...traits } = room.digest
    const schedule = { ...traits.schedule, hour: '06:30', cutoff: '06:00', timeZone: 'Asia/Tokyo' }
    await context().store.digests.put({ ...traits, key: 'east', schedule }, context().clock.now())
    const west = { ...schedule, hour: '23:00', cutoff: '21:00', timeZone: 'Europe/London' }
    await context().store.digests.put({ ...traits, key: 'west', schedule: west }, context().clock.now())
    const location = 'http://127.0.0.1:1/queue.xml'
    const source = { name: 'Dead Wire', location, kept: location, kind: 'queue', language: 'en' }
    const rest = { section: 'news', weight: 1, pictures: 'none', timeZone: null, options: null } as const
    await addSource(context(), { ...source, ...rest }, true, commandActor)
    for (const time of ['15:00', '15:20', '19:30', '19:31', '19:32', '19:33']) {
      await room.wake(`2026-11-09T${time}Z`)
    }
    expect(await states()).toEqual(['sent'])
  })

  test('an event is told once, and remembered for long enough', async () => {
    const { store, clock } = context()
    expect(await store.messages.alertOnce('sources:2026-11-09', clock.now())).toBe(true)
    expect(await store.messages.alertOnce('sources:2026-11-09', clock.now())).toBe(false)
    // A run as of another day does not undo it.
    expect(await store.messages.alertOnce('sources:2026-12-31', clock.now())).toBe(true)
    expect(await store.messages.alertOnce('sources:2026-11-09', clock.now())).toBe(false)
    at('2027-03-01T00:00Z')
    await store.messages.alertOnce('sources:2027-03-01', clock.now())
    expect(await store.messages.wasAlerted('sources:2026-11-09')).toBe(false)
  })
})
