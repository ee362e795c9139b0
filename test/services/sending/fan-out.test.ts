import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { resolveDeliveries } from '../../../src/services/sending/delivery/deliveries.ts'
import { fanOut } from '../../../src/services/sending/delivery/fan-out.ts'
import { startSending } from '../../../src/services/sending/delivery/start-sending.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { startScriptedServer } from '../../mail/scripted-server.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const readers = 6

describe.each(dialects)('an edition gets its rows, and closes, on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let edition: Edition

  const context = () => room.app.context
  const counts = () => home.store.deliveries.counts(edition.id)
  const reread = () => room.edition(edition.id)
  const aborted = AbortSignal.abort()

  /** Sends to a server that drops the body of the first `lost` e-mails at its end; returns the ids of those accepted. */
  const send = async (lost: number): Promise<string[]> => {
    let bodies = 0
    const server = await startScriptedServer({
      act: (stage) => (stage === 'body' && ++bodies <= lost ? 'drop' : undefined),
    })
    try {
      await deliver(room.sendingTo(server.port), edition)
      return server.mails.map(({ to }) => to)
    } finally {
      await server.close()
    }
  }

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    for (let index = 0; index < readers; index++) await room.reader(`reader${index}@example.org`)
    edition = await room.approved()
  })
  afterEach(() => room.close())

  test('an interrupted fan-out is completed, and nobody gets a second row', async () => {
    const { id } = edition
    await home.store.revisions.start(id, context().clock.now(), context().clock.now())
    const upTo = (await home.store.fanOuts.end(room.digest.id, 0, 2)) ?? 0
    const now = context().clock.now()
    await home.store.fanOuts.add(
      { id, warmUpId: null, weekday: 2, dueAt: now, now },
      { digestId: room.digest.id, after: 0, upTo },
      [],
    )
    expect(await counts()).toEqual({ queued: 2 })
    // Interrupted before it recorded its progress.
    await fanOut(context(), id)
    expect(await counts()).toEqual({ queued: readers })
    expect(await home.store.fanOuts.open(id)).toBeNull()
  })

  test('a sender of an edition without all rows adds them first, and only then closes it', async () => {
    await home.store.revisions.start(edition.id, context().clock.now(), context().clock.now())
    const taken = await send(0)
    expect(new Set(taken).size).toBe(readers)
    expect(taken).toHaveLength(readers)
    expect(await reread()).toMatchObject({ status: 'sent' })
  })

  test('a stopped edition gets no more rows', async () => {
    await home.store.revisions.start(edition.id, context().clock.now(), context().clock.now())
    await home.store.editions.abandon(edition.id, 'sending', {
      reason: 'test',
      carried: false,
      at: edition.dueAt,
    })
    await fanOut(context(), edition.id)
    expect(await counts()).toEqual({})
  })

  test('a second sender does not close an edition while a row of the first is in flight', async () => {
    await startSending(context(), edition, true)
    const now = context().clock.now()
    const lease = { worker: 'elsewhere:1:first', until: now.add({ minutes: 1 }) }
    const claims = await home.store.claims.claim(edition.id, now, lease, readers)
    expect(
      (
        await home.store.claims.markInflight(
          claims,
          { worker: lease.worker, revision: 1, exclusions: 0 },
          now,
        )
      ).size,
    ).toBe(readers)
    expect(await deliver(context(), edition, aborted)).toMatchObject({ closed: false })
    expect(await reread()).toMatchObject({ status: 'sending' })
    const end = {
      from: 'inflight',
      to: 'sent',
      reply: '250',
      reason: null,
      variant: null,
      nextAttemptAt: null,
    } as const
    await home.store.claims.finish(
      claims.map((claim) => ({ ...end, claim })),
      now,
    )
    expect(await deliver(context(), edition, aborted)).toMatchObject({ closed: true })
    expect(await reread()).toMatchObject({ status: 'sent' })
    // The other may have been the last.
    expect(await deliver(context(), edition, aborted)).toMatchObject({ closed: true })
  })

  test('unknown e-mails are held for a person; resolved as queued, they open the edition again', async () => {
    await startSending(context(), edition, true)
    const first = await send(2)
    expect(first).toHaveLength(readers - 2)
    expect(await counts()).toEqual({ sent: readers - 2, unknown: 2 })
    expect(await reread()).toMatchObject({ status: 'sent' })
    expect(await send(0)).toEqual([])
    await resolveDeliveries(
      context(),
      edition,
      { email: null, as: 'queued', reason: 'not in the log' },
      commandActor,
    )
    expect(await reread()).toMatchObject({ status: 'sending' })
    expect(await send(0)).toHaveLength(2)
    expect(await counts()).toEqual({ sent: readers })
  })

  test('under retry-once each is automatically sent once more, and then held', async () => {
    await room.retryOnce()
    await startSending(context(), edition, true)
    const taken = await send(readers + 2)
    expect(taken).toHaveLength(readers - 2)
    expect(await counts()).toEqual({ sent: readers - 2, unknown: 2 })
  })
})
