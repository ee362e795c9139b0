import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { compose } from '../../../src/services/editions/composing/compose.ts'
import { findDigest } from '../../../src/services/newsroom/find-digest.ts'
import { sendDue, sendPart } from '../../../src/services/sending/delivery/send-due.ts'
import { startSending } from '../../../src/services/sending/delivery/start-sending.ts'
import { pauseSending } from '../../../src/services/sending/sending-pause.ts'
import { addSubscriber } from '../../../src/services/subscribers/add-subscriber.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { startScriptedServer, type ScriptedServer } from '../../mail/scripted-server.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

describe.each(dialects)('editions that are due, on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let server: ScriptedServer
  let hanging: PromiseWithResolvers<void>

  beforeEach(async () => {
    hanging = Promise.withResolvers()
    server = await startScriptedServer({
      act: (stage, _before, to) => {
        if (stage !== 'RCPT' || to !== 'hanging@example.org') return undefined
        hanging.resolve()
        return 'silence'
      },
    })
    home = await open()
    room = await testNewsroom(home)
  })
  afterEach(async () => {
    await server.close()
    await room.close()
  })

  /** An edition of another digest for one reader, being sent. */
  const another = async (): Promise<Edition> => {
    const { context } = room.app
    const { id: _id, createdAt: _createdAt, ...traits } = room.digest
    const now = context.clock.now()
    await context.store.digests.put({ ...traits, key: 'another' }, now)
    const digest = await findDigest(context, 'another')
    const person = { email: 'ada@example.org', name: '', topics: [], days: [], hour: '', timeZone: '' }
    await addSubscriber(context, digest, person, commandActor)
    const date = Temporal.PlainDate.from('2026-11-10')
    const { edition } = await compose(
      context,
      { digest, date, number: 1, frozenAt: now, dueAt: now },
      commandActor,
    )
    await approve(context, edition, commandActor)
    await startSending(context, edition, true)
    return edition
  }

  test('are sent while an earlier call still waits for the server with another', async () => {
    await room.reader('hanging@example.org')
    const slow = await room.sending()
    const context = room.sendingTo(server.port)
    const { signal } = new AbortController()
    const underWay = new Set<number>()
    const before = sendDue(context, signal, underWay)
    await hanging.promise
    const quick = await another()
    await sendDue(context, signal, underWay)
    expect(await room.edition(quick.id)).toMatchObject({ status: 'sent', totals: { sent: 1 } })
    expect(await room.edition(slow.id)).toMatchObject({ status: 'sending' })
    expect(server.commands.filter((line) => line.includes('<hanging@'))).toHaveLength(1)
    expect([...underWay]).toEqual([slow.id])
    await server.close()
    await before
    expect([...underWay]).toEqual([])
  })

  test.each([
    { when: 'much is left of an edition', isPaused: false, woken: ['deliveries', 'deliveries'] },
    { when: 'sending is paused', isPaused: true, woken: ['deliveries'] },
  ])('wake another process to share them, or not: $when', async ({ isPaused, woken }) => {
    await room.reader('ada@example.org')
    const edition = await room.approved()
    const now = room.clock.now()
    await home.store.revisions.start(edition.id, now, now)
    const context = room.sendingTo(server.port)
    if (isPaused) await pauseSending(context, 'the relay is being moved', commandActor)
    const heard: string[] = []
    const deaf = home.store.onWake((name) => heard.push(name))
    await sendPart(context, edition.id, new AbortController().signal)
    deaf()
    // Once more for the rows that the edition lacked until then.
    expect(heard).toEqual(woken)
  })
})
