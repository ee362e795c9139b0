import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

describe.each(dialects)('a sender that survives an error, on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    room.clock.set('2026-11-16T07:00Z')
    await room.story('a', 'Inspectors return to the enrichment hall', 'nuclear')
  })
  afterEach(() => room.close())

  test('holds its e-mails in flight for a person, and closes the edition', async () => {
    for (const name of ['a', 'b', 'c']) await room.reader(`${name}@example.org`)
    const { context } = room.app
    const real = context.mail.transport
    let faults = 1
    context.mail.transport = async () => {
      const transport = await real()
      return {
        ...transport,
        async open() {
          const session = await transport.open()
          const send = session.send.bind(session)
          session.send = async (mail) => {
            faults -= 1
            if (faults < 0) return send(mail)
            await mail.beforeBody()
            throw new Error('the machine broke')
          }
          return session
        },
      }
    }
    await expect(run(context, room.digest, commandActor)).rejects.toThrow('the machine broke')
    const again = await run(context, room.digest, commandActor, AbortSignal.timeout(5_000))
    expect(again.delivered).toMatchObject({ closed: true, counts: { sent: 2, unknown: 1 } })
  })
})
