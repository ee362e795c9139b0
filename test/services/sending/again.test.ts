import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import type { Subscription } from '../../../src/core/entities/subscription.ts'
import { sendAgain } from '../../../src/services/sending/again/send-again.ts'
import { sendToMissed } from '../../../src/services/sending/again/send-to-missed.ts'
import { pauseSubscription } from '../../../src/services/subscribers/choosing/pause.ts'
import { findSubscription } from '../../../src/services/subscribers/find-subscription.ts'
import { countMissed, listMissed } from '../../../src/services/subscribers/readers/missed.ts'
import {
  liftSuppression,
  suppressAddress,
} from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const grounds = { reason: 'asked by phone', actor: commandActor, dryRun: false }

describe.each(dialects)('e-mails that a person sends again, on $name', ({ open }) => {
  let room: TestNewsroom
  let edition: Edition

  beforeEach(async () => {
    room = await testNewsroom(await open())
  })
  afterEach(() => room.close())

  const context = () => room.app.context
  const reader = (email: string): Promise<Subscription> => findSubscription(context(), room.digest, email)
  const row = async (email: string) =>
    context().store.deliveries.of(edition.id, (await reader(email)).subscriberId)
  const mailsTo = async (email: string) =>
    (await room.app.mails()).filter(({ to }) => to.includes(email)).length
  const missed = async () =>
    Object.fromEntries(
      (await countMissed(context(), commandActor, room.digest, await room.edition(edition.id))).map(
        ({ reason, count, safe }) => [reason, [count, safe.count]],
      ),
    )
  const send = (reason: Parameters<typeof sendToMissed>[2]) =>
    sendToMissed(context(), edition, reason, commandActor)

  /** An edition that was sent to all current readers. */
  async function sent() {
    edition = await room.sending()
    await room.wake('2026-11-10T07:01:00Z')
    expect((await room.edition(edition.id)).status).toBe('sent')
  }

  test('one e-mail is sent again to one reader, once however often the form is submitted, and the numbers add up', async () => {
    await room.reader('ada@example.org')
    await room.reader('bo@example.org')
    await sent()
    const seen = (await row('ada@example.org'))!
    const ask = async () =>
      sendAgain(context(), await reader('ada@example.org'), seen, 'she lost it', commandActor)
    expect(await ask()).toEqual({ ok: true })
    expect(await ask()).toMatchObject({ ok: false, code: 'mail-changed' })
    await room.wake('2026-11-10T07:05:00Z')
    expect(await ask()).toMatchObject({ ok: false, code: 'mail-changed' })
    expect([await mailsTo('ada@example.org'), await mailsTo('bo@example.org')]).toEqual([2, 1])
    expect(await room.edition(edition.id)).toMatchObject({ status: 'sent', totals: { sent: 2 } })
  })

  test('nobody who does not want e-mails gets one again', async () => {
    await room.reader('ada@example.org')
    await sent()
    const seen = (await row('ada@example.org'))!
    const ask = async () =>
      sendAgain(context(), await reader('ada@example.org'), seen, 'she lost it', commandActor)
    await pauseSubscription(
      context(),
      await reader('ada@example.org'),
      room.digest,
      '2026-12-24',
      commandActor,
    )
    expect(await ask()).toMatchObject({ code: 'paused' })
    await pauseSubscription(context(), await reader('ada@example.org'), room.digest, '', commandActor)
    await suppressAddress(context(), 'ada@example.org', grounds)
    expect(await ask()).toMatchObject({ code: 'suppressed-because' })
  })

  test('readers who missed it are listed by reason, and get it once if that is safe', async () => {
    for (const name of ['got', 'suppressed', 'away', 'other']) await room.reader(`${name}@example.org`)
    await room.reader('day@example.org', { days: ['sun'] })
    await suppressAddress(context(), 'suppressed@example.org', grounds)
    await pauseSubscription(
      context(),
      await reader('away@example.org'),
      room.digest,
      '2026-11-11',
      commandActor,
    )
    await room.reader('nothing@example.org', { topics: ['terrorism'] })
    await sent()
    await room.reader('joined@example.org')
    expect(await missed()).toEqual({
      suppressed: [1, 0],
      nothing: [1, 0],
      away: [1, 0],
      joined: [1, 1],
      'other-day': [1, 0],
    })
    expect(await send('suppressed')).toEqual({ ok: true, count: 0 })
    await liftSuppression(context(), 'suppressed@example.org', grounds)
    await pauseSubscription(context(), await reader('away@example.org'), room.digest, '', commandActor)
    // A reader who has changed something since, and was no longer away, counts as new.
    expect(await missed()).toMatchObject({ suppressed: [1, 1], joined: [2, 2] })
    const twice = await Promise.all([send('joined'), send('joined'), send('suppressed')])
    expect(twice.reduce((sum, one) => sum + (one.ok ? one.count : 0), 0)).toBe(3)
    await room.wake('2026-11-10T07:30:00Z')
    expect(await missed()).toEqual({ nothing: [1, 0], 'other-day': [1, 0] })
    for (const name of ['got', 'suppressed', 'away', 'joined'])
      expect([name, await mailsTo(`${name}@example.org`)]).toEqual([name, 1])
    const { rows } = await listMissed(
      context(),
      commandActor,
      { digest: room.digest, edition: await room.edition(edition.id), reason: 'other-day' },
      { after: null, count: 5 },
    )
    expect(rows.map(({ email }) => email)).toEqual(['day@example.org'])
  })

  test('an edition that was followed by a later one is not sent to those who missed it', async () => {
    await room.reader('ada@example.org')
    await sent()
    await room.story('b', 'Interceptor leaves the coast', 'missiles')
    await room.wake('2026-11-10T09:00:00Z')
    await room.wake('2026-11-11T06:30:10Z')
    await room.wake('2026-11-11T07:00:10Z')
    await room.reader('late@example.org')
    expect(await missed()).toMatchObject({ joined: [expect.any(Number), 0] })
    expect(await send('joined')).toMatchObject({ ok: false, code: 'edition-not-newest' })
  })
})
