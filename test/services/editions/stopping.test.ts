import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { sendMessages } from '../../../src/services/sending/outbox/send-messages.ts'
import {
  checkPlace,
  pauseSending,
  resumeSending,
  sendingPause,
} from '../../../src/services/sending/sending-pause.ts'
import { abandonEdition } from '../../../src/services/editions/stopping/abandon-edition.ts'
import { continueEdition } from '../../../src/services/editions/stopping/continue-edition.ts'
import { stopEdition } from '../../../src/services/editions/stopping/stop-edition.ts'
import { unsubscribe } from '../../../src/services/subscribers/leaving/unsubscribe.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { startScriptedServer } from '../../mail/scripted-server.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { inWords } from '../../in-words.ts'

const readers = 30

describe.each(dialects)('stopping on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom

  const context = () => room.app.context
  const counts = (edition: Edition) => home.store.deliveries.counts(edition.id)
  const reread = ({ id }: Edition) => room.edition(id)

  /** Sends, and acts while the body of the fifth e-mail is being sent; returns the addresses that got theirs. */
  const sendAnd = async (edition: Edition, then: () => Promise<unknown>): Promise<string[]> => {
    const done: Promise<unknown>[] = []
    let bodies = 0
    const server = await startScriptedServer({
      act: (stage) => {
        if (stage === 'body-begins' && ++bodies === 5) done.push(then())
        return undefined
      },
    })
    try {
      await deliver(room.sendingTo(server.port), edition)
      await Promise.all(done)
      return server.mails.map(({ to }) => to)
    } finally {
      await server.close()
    }
  }

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    for (let index = 0; index < readers; index++) await room.reader(`reader${index}@example.org`)
  })
  afterEach(() => room.close())

  test('a stop during sending keeps the rest unchanged; once resumed, each reader gets one e-mail', async () => {
    const edition = await room.sending()
    const before = await sendAnd(edition, () => stopEdition(context(), edition, 'a wrong lead', commandActor))
    expect(before.length).toBeLessThan(readers)
    expect(await counts(edition)).toEqual({ sent: before.length, queued: readers - before.length })
    expect(await reread(edition)).toMatchObject({
      status: 'sending',
      stop: { by: 'cli', reason: 'a wrong lead' },
    })
    expect(await stopEdition(context(), edition, 'again', commandActor)).toMatchObject({
      ok: false,
      code: 'edition-is-stopped-already',
      params: { stop: { params: { reason: 'a wrong lead' } } },
    })
    expect(await sendAnd(edition, async () => undefined)).toEqual([])
    expect(inWords(await run(context(), room.digest, commandActor))).toMatchObject({
      outcome: 'stopped',
      says: expect.stringContaining('is stopped: a wrong lead (by cli since'),
    })
    await continueEdition(context(), edition, commandActor)
    const after = await sendAnd(edition, async () => undefined)
    expect(new Set([...before, ...after]).size).toBe(readers)
    expect(before.length + after.length).toBe(readers)
    expect(await reread(edition)).toMatchObject({ status: 'sent', stop: null })
  })

  test('abandoned during sending, the rest is skipped with the reason, and the numbers add up', async () => {
    const edition = await room.sending()
    expect(await abandonEdition(context(), edition, null, commandActor)).toMatchObject({
      ok: false,
      code: 'edition-not-stopped-or-corrected',
    })
    const accepted = await sendAnd(edition, () =>
      stopEdition(context(), edition, 'a wrong lead', commandActor),
    )
    await abandonEdition(context(), edition, null, commandActor)
    const { sent = 0, skipped = 0, ...rest } = await counts(edition)
    expect(rest).toEqual({})
    expect([sent, sent + skipped]).toEqual([accepted.length, readers])
    expect(sent).toBeLessThan(readers)
    expect(await reread(edition)).toMatchObject({ status: 'stopped', reason: 'a wrong lead' })
    const [row] = await home.store.deliveries.list({ editionId: edition.id, status: 'skipped', count: 1 })
    expect(inWords(row?.reason)).toBe('stopped: a wrong lead')
  })

  test('abandoned before the first e-mail it carries nothing: the next edition carries its stories', async () => {
    const edition = await room.sending()
    await stopEdition(context(), edition, 'a wrong lead', commandActor)
    expect(await abandonEdition(context(), edition, null, commandActor)).toEqual({
      ok: true,
      counts: { skipped: readers },
      carried: false,
    })
    room.clock.set('2026-11-11T07:00Z')
    const next = await run(context(), room.digest, commandActor)
    expect(next).toMatchObject({ outcome: 'sent' })
    expect(next.edition.opensAt.toString()).toBe(edition.opensAt.toString())
    expect(await stopEdition(context(), next.edition, 'late', commandActor)).toMatchObject({
      code: 'edition-is-by-now',
      params: { status: 'sent' },
    })
  })

  test('a pause during sending keeps the rest; once resumed, each reader gets one e-mail', async () => {
    const edition = await room.sending()
    const before = await sendAnd(edition, () => pauseSending(context(), 'the relay moves', commandActor))
    expect(before.length).toBeLessThan(readers)
    expect((await counts(edition)).queued).toBe(readers - before.length)
    expect(await sendingPause(context())).toMatchObject({ reason: 'the relay moves', by: 'cli' })
    expect(await pauseSending(context(), 'again', commandActor)).toBe(false)
    expect(await resumeSending(context(), commandActor)).toBe(true)
    const after = await sendAnd(edition, async () => undefined)
    expect(new Set([...before, ...after]).size).toBe(readers)
    expect(before.length + after.length).toBe(readers)
    expect(await reread(edition)).toMatchObject({ status: 'sent' })
  })

  test('a reader who unsubscribes during sending gets no e-mail, and the ledger says why', async () => {
    const edition = await room.sending()
    const [last] = await home.store.subscribers.page({
      digestId: room.digest.id,
      afterId: readers - 1,
      count: 1,
      status: null,
    })
    if (!last) throw new Error('there is no last reader')
    const accepted = await sendAnd(edition, () => unsubscribe(context(), last, commandActor))
    expect(accepted).not.toContain(last.email)
    const [row] = await home.store.deliveries.list({ editionId: edition.id, status: 'skipped', count: 9 })
    expect(inWords(row)).toMatchObject({ email: last.email, reason: 'unsubscribed' })
  })

  test('a copied database pauses itself and notifies the editors; its outbox is kept unsent', async () => {
    const newsroom = await home.store.newsroom.get()
    if (newsroom) await home.store.newsroom.put({ ...newsroom, alerts: ['desk@example.org'] })
    const content = { kind: 'alert' as const, subject: 'of before', lead: 'L.', points: [], advice: 'A.' }
    await home.store.messages.enqueue('desk@example.org', content, context().clock.now())
    room.clock.set('2026-11-09T09:00Z')
    await home.store.newsroom.putSetting('place', 'elsewhere')
    await checkPlace(context())
    await checkPlace(context())
    await sendMessages(context())
    expect((await room.app.mails()).map(({ subject }) => subject)).toEqual([
      'Sending is paused: the database was copied or restored',
    ])
    expect((await home.store.messages.list(9)).map(({ status }) => status)).toEqual(['sent', 'queued'])
  })
})
