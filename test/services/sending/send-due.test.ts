import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { compose } from '../../../src/services/editions/composing/compose.ts'
import { findDigest } from '../../../src/services/newsroom/find-digest.ts'
import { sendDue } from '../../../src/services/sending/delivery/send-due.ts'
import { startSending } from '../../../src/services/sending/delivery/start-sending.ts'
import { addSubscriber } from '../../../src/services/subscribers/add-subscriber.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { startScriptedServer, type ScriptedServer } from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

describe.each(dialects)('editions that are due, on $name', ({ open }) => {
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
    room = await testNewsroom(await open())
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

  test('leave while a call made before still waits for the server over another', async () => {
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
})
