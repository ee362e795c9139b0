import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { abandonEdition } from '../../../src/services/editions/stopping/abandon-edition.ts'
import { stopEdition } from '../../../src/services/editions/stopping/stop-edition.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { workerName } from '../../../src/services/workers.ts'
import { sendDue } from '../../../src/services/sending/delivery/send-due.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { startScriptedServer } from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { beforeBodies, testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { inWords } from '../../in-words.ts'

describe.each(dialects)('an e-mail in flight when its edition is abandoned, on $name', ({ open }) => {
  let room: TestNewsroom
  let edition: Edition

  const context = () => room.app.context
  const counts = () => context().store.deliveries.counts(edition.id)
  const abandon = async () => {
    await stopEdition(context(), edition, 'a wrong lead', commandActor)
    await abandonEdition(context(), edition, null, commandActor)
  }
  const wake = () => sendDue(context(), new AbortController().signal)
  const holdInFlight = async (worker: string) => {
    const now = room.clock.now()
    const lease = { worker, until: now.add({ minutes: 1 }) }
    const held = await context().store.claims.claim(edition.id, now, lease, 1)
    await context().store.claims.markInflight(held, { worker, revision: 1, exclusions: 0 }, now)
  }

  beforeEach(async () => {
    room = await testNewsroom(await open())
    await room.reader('ada@example.org')
    edition = await room.sending()
  })
  afterEach(() => room.close())

  test('and then refused is skipped, with the reason of the stop', async () => {
    const server = await startScriptedServer({
      act: (stage) => (stage === 'body' ? { reply: '451 4.3.0 not now' } : undefined),
    })
    const stopping = beforeBodies(room.sendingTo(server.port), async (_mail, mark) => {
      const marked = await mark()
      await abandon()
      return marked
    })
    try {
      await deliver(stopping, edition)
    } finally {
      await server.close()
    }
    await wake()
    expect(await counts()).toEqual({ skipped: 1 })
    const [row] = await context().store.deliveries.list({
      editionId: edition.id,
      status: 'skipped',
      count: 1,
    })
    expect(inWords(row)).toMatchObject({ reason: 'stopped: a wrong lead', reply: '451 4.3.0 not now' })
  })

  test('is unknown once its sender has died', async () => {
    await holdInFlight(workerName('gone', 999_999_999))
    await abandon()
    await wake()
    expect(await counts()).toEqual({ unknown: 1 })
  })

  test('is left to its sender if that is alive', async () => {
    await holdInFlight(workerName('other'))
    await abandon()
    await wake()
    expect(await counts()).toEqual({ inflight: 1 })
  })

  test('is not sent again, whatever the rule for unknown e-mails', async () => {
    await room.retryOnce()
    await holdInFlight(workerName('gone', 999_999_999))
    await abandon()
    await wake()
    await deliver(context(), edition)
    expect(await counts()).toEqual({ unknown: 1 })
    expect(await room.app.mails()).toEqual([])
  })
})
