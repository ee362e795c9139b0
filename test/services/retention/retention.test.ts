import { afterEach, beforeEach, expect, describe, test } from 'vitest'
import { commandActor, visitorActor } from '../../../src/core/entities/actor.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { fanOut } from '../../../src/services/sending/delivery/fan-out.ts'
import { listEditions } from '../../../src/services/editions/viewing/list-editions.ts'
import { explainDelivery } from '../../../src/services/sending/delivery/explain-delivery.ts'
import { countOld, deleteOld, deleteOldDaily } from '../../../src/services/retention/retention.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { startSending } from '../../../src/services/sending/delivery/start-sending.ts'
import { signUp } from '../../../src/services/subscribers/joining/sign-up.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { english } from '../../../src/core/said/sentence.ts'

describe.each(dialects)('old rows on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    await room.reader('ada@example.org')
    await room.reader('ben@example.org')
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    room.clock.set('2026-11-10T07:00Z')
    await run(room.app.context, room.digest, commandActor)
  })
  afterEach(() => room.close())

  test('deliveries are deleted after 90 days, the edition keeps its totals; a second run finds nothing', async () => {
    const { context } = room.app
    room.clock.set('2027-02-08T00:00Z')
    expect(await countOld(context)).toMatchObject({ editions: 0, deliveries: 0, messages: 0 })
    room.clock.set('2027-02-09T00:00Z')
    const old = { editions: 1, deliveries: 2, messages: 0 }
    expect(await countOld(context)).toMatchObject(old)
    expect(await deleteOld(context, commandActor)).toMatchObject(old)
    expect(await deleteOld(context, commandActor)).toMatchObject({ editions: 0, deliveries: 0, messages: 0 })
    const [edition] = await listEditions(context, room.digest, 1)
    expect(edition).toMatchObject({ status: 'sent', counts: { sent: 2 } })
    const sent = await home.store.editions.newestScheduled(room.digest.id)
    if (!sent) throw new Error('the edition is gone')
    const { why } = await explainDelivery(context, room.digest, sent, 'ada@example.org')
    expect(english(why)).toContain('have been deleted')
  })

  test('a process asked to stop deletes no more, and the next one continues', async () => {
    const { context } = room.app
    room.clock.set('2027-02-09T00:00Z')
    await deleteOldDaily(context, AbortSignal.abort())
    expect(await countOld(context)).toMatchObject({ deliveries: 2 })
    await deleteOldDaily(context, new AbortController().signal)
    expect(await countOld(context)).toMatchObject({ deliveries: 0 })
  })

  test('approvals are deleted after 365 days, except those of an edition that has not ended', async () => {
    const { context } = room.app
    const then = room.clock.now()
    const window = { opensAt: then, frozenAt: then, dueAt: then, createdAt: then }
    const date = Temporal.PlainDate.from('2026-11-12')
    const draft = await home.store.editions.create({ digestId: room.digest.id, date, number: 0, ...window })
    const id = draft?.id ?? 0
    await home.store.revisions.endorse(id, 1, { name: 'Ada', at: then })
    const approvals = async () => (await countOld(context)).approvals
    room.clock.set('2027-11-10T06:59Z')
    expect(await approvals()).toBe(0)
    room.clock.set('2027-11-10T07:01Z')
    expect(await approvals()).toBe(1)
    expect(await deleteOld(context, commandActor)).toMatchObject({ approvals: 1 })
    expect(await approvals()).toBe(0)
    expect(await home.store.revisions.endorsers(id, 1)).toEqual(['Ada'])
  })

  test('an unconfirmed sign-up expires after a week, and is deleted after another, with its address', async () => {
    const { context } = room.app
    const form = { topics: [], days: [], hour: '', timeZone: '', language: 'en', ip: '203.0.113.9' }
    await signUp(context, room.digest, { ...form, email: 'cy@example.org' }, visitorActor)
    const status = async () => (await home.store.subscribers.byId(3))?.status
    room.clock.set('2026-11-17T06:59Z')
    await deleteOld(context, commandActor)
    expect(await status()).toBe('pending')
    room.clock.set('2026-11-17T07:01Z')
    expect(await deleteOld(context, commandActor)).toMatchObject({ signUps: 0 })
    expect(await status()).toBe('expired')
    await signUp(context, room.digest, { ...form, email: 'cy@example.org' }, visitorActor)
    expect(await status()).toBe('pending')
    room.clock.set('2026-11-24T07:02Z')
    await deleteOld(context, commandActor)
    room.clock.set('2026-12-01T07:03Z')
    expect(await countOld(context)).toMatchObject({ signUps: 1 })
    expect(await deleteOld(context, commandActor)).toMatchObject({ signUps: 1 })
    expect(await status()).toBeUndefined()
    expect(await home.store.signUps.of(3)).toEqual([])
    expect((await home.store.messages.list(9)).map(({ recipient }) => recipient)).toEqual([])
    expect(await home.store.subscribers.byId(1)).toMatchObject({ status: 'active' })
  })

  test('the proof of consent of an unsubscribed reader is kept for three years', async () => {
    const { context } = room.app
    const form = { topics: [], days: [], hour: '', timeZone: '', language: 'en', ip: '203.0.113.9' }
    await signUp(context, room.digest, { ...form, email: 'cy@example.org' }, visitorActor)
    const at = room.clock.now()
    await home.store.signUps.confirm(1, { at, ip: '203.0.113.9', since: at })
    await home.store.subscribers.move(3, 'pending', 'active', at)
    await home.store.subscribers.move(3, 'active', 'unsubscribed', at)
    room.clock.set('2029-11-08T07:00Z')
    await deleteOld(context, commandActor)
    expect(await home.store.subscribers.byId(3)).toBeNull()
    expect(await home.store.signUps.of(3)).toHaveLength(1)
    room.clock.set('2029-11-10T07:00Z')
    await signUp(context, room.digest, { ...form, email: 'cy@example.org' }, visitorActor)
    await deleteOld(context, commandActor)
    expect(await home.store.signUps.of(3)).toEqual([])
    // They have just asked to come back.
    expect(await home.store.signUps.of(4)).toMatchObject([{ id: 2, confirmedAt: null }])
  })

  test('a request to come back is kept while it is open, and then reduced', async () => {
    const { context } = room.app
    const form = { topics: [], days: [], hour: '', timeZone: '', language: 'en', ip: '203.0.113.9' }
    await home.store.subscribers.move(1, 'active', 'unsubscribed', room.clock.now())
    const { email = '' } = (await home.store.subscribers.byId(1)) ?? {}
    room.clock.set('2027-11-08T07:00Z')
    await signUp(context, room.digest, { ...form, email }, visitorActor)
    room.clock.set('2027-11-12T07:00Z')
    expect(await countOld(context)).toMatchObject({ leavers: 0 })
    await deleteOld(context, commandActor)
    expect(await home.store.signUps.of(1)).toMatchObject([{ confirmedAt: null }])
    room.clock.set('2027-11-29T07:00Z')
    await deleteOld(context, commandActor)
    expect(await home.store.subscribers.byId(1)).toBeNull()
  })

  test('an edition with an e-mail of unknown fate is kept for the person who has to decide', async () => {
    const { context } = room.app
    room.clock.set('2026-11-11T05:00Z')
    await room.story('b', 'A second seal is counted', 'nuclear')
    await room.wake('2026-11-11T06:00Z')
    await room.wake('2026-11-11T06:30:10Z')
    const draft = await home.store.editions.newestScheduled(room.digest.id)
    if (draft) await approve(context, draft, commandActor)
    const approved = draft && (await home.store.editions.byId(draft.id))
    if (!approved) throw new Error('nothing was approved')
    await startSending(context, approved, true)
    await fanOut(context, approved.id)
    const now = context.clock.now()
    const lease = { worker: 'gone', until: now.add({ hours: 1 }) }
    await home.store.claims.markInflight(
      await home.store.claims.claim(approved.id, now, lease, 9),
      { worker: 'gone', revision: 1, exclusions: 0 },
      now,
    )
    await home.store.claims.recover(approved.id, 'gone', now)
    expect(await home.store.deliveries.counts(approved.id)).toEqual({ unknown: 2 })
    await home.store.editions.close(approved.id, { unknown: 2 }, now)
    room.clock.set('2027-03-01T00:00Z')
    expect(await deleteOld(context, commandActor)).toMatchObject({ editions: 1 })
    expect(await home.store.deliveries.counts(approved.id)).toEqual({ unknown: 2 })
  })
})
