import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../../src/core/entities/actor.ts'
import type { Edition } from '../../../../src/core/entities/edition.ts'
import { foreseeEdition } from '../../../../src/services/editions/viewing/preview/foresee.ts'
import { sendToMissed } from '../../../../src/services/sending/again/send-to-missed.ts'
import { explainDelivery } from '../../../../src/services/sending/delivery/explain-delivery.ts'
import { simulate } from '../../../../src/services/sending/delivery/simulate.ts'
import { changeWarmUp } from '../../../../src/services/sending/warm-up/change-warm-up.ts'
import { isWarmUpAdvisable } from '../../../../src/services/sending/warm-up/suggest-warm-up.ts'
import { startWarmUp } from '../../../../src/services/sending/warm-up/start-warm-up.ts'
import { countMissed, listMissed } from '../../../../src/services/subscribers/readers/missed.ts'
import { nextMail } from '../../../../src/services/subscribers/readers/next-mail.ts'
import { dataOfReader } from '../../../../src/services/subscribers/own-data/data-of-reader.ts'
import { addressHash } from '../../../../src/core/addresses/address.ts'
import { suppressionKey } from '../../../../src/services/subscribers/suppression-key.ts'
import { deleteOld } from '../../../../src/services/retention/retention.ts'
import { dialects } from '../../../store/dialects.ts'
import { warming, type Warming } from './warming.ts'

describe.each(dialects)('readers who wait for their day, on $name', ({ open }) => {
  let warm: Warming

  beforeEach(async () => {
    warm = await warming(await open())
    await warm.imported(60)
    await startWarmUp(warm.context, { steps: ['10', '20', '40'], timeZone: 'UTC' }, commandActor)
  })
  afterEach(() => warm.close())

  /** Of the reader with a number; their address is hashed, as if a service had created it. */
  const why = async (edition: Edition, n: number) => {
    const email = `reader${n}@example.org`
    const hash = addressHash(await suppressionKey(warm.context), email)
    await warm.home.execute(`update subscribers set hash = '${hash}' where email = '${email}'`)
    return (await explainDelivery(warm.context, warm.room.digest, edition, email)).why
  }
  const missed = async (edition: Edition) =>
    (await countMissed(warm.context, commandActor, warm.room.digest, edition)).map(
      ({ reason, count, safe }) => [reason, count, safe.count],
    )
  const next = async (n: number) => {
    const subscription = await warm.context.store.subscribers.byId(1_000_000 + n)
    if (!subscription) throw new Error(`there is no reader ${n}`)
    const found = await nextMail(warm.context, commandActor, warm.room.digest, subscription)
    return found && [found.date.toString(), found.passedOver.map((day) => day.why)]
  }

  test('have no row that could be given up, and a reason with the expected day', async () => {
    const first = await warm.edition('2026-11-10')
    expect(await warm.context.store.deliveries.counts(first.id)).toEqual({ queued: 10 })
    expect(await why(first, 51)).toMatchObject({ code: 'why-waits-for-turn' })
    // Ten are admitted on each of the next two days, from the newest: 50 to 41, then 40 to 21.
    expect(await why(first, 41)).toEqual({ code: 'why-warm-up-expected', params: { date: '2026-11-11' } })
    expect(await why(first, 40)).toEqual({ code: 'why-warm-up-expected', params: { date: '2026-11-12' } })
    expect(await why(first, 1)).toEqual({ code: 'why-warm-up-expected', params: { date: '2026-11-13' } })
    expect(await next(60)).toEqual(['2026-11-11', []])
    expect(await next(41)).toEqual(['2026-11-11', []])
    expect(await next(40)).toEqual(['2026-11-12', ['warm-up']])
    expect(await missed(first)).toEqual([['warm-up', 50, 0]])
    await warm.accept(first)
    expect(await why(first, 41)).toMatchObject({ code: 'why-warm-up-expected' })

    const second = await warm.edition('2026-11-11')
    expect(await why(first, 41)).toMatchObject({ code: 'why-warm-up-admitted' })
    expect(await why(second, 41)).toMatchObject({ code: 'why-waits-for-turn' })
    await changeWarmUp(warm.context, 'pause', 'a look', commandActor)
    expect(await why(second, 40)).toEqual({ code: 'why-warm-up-paused', params: {} })
    await changeWarmUp(warm.context, 'end', 'enough', commandActor)
    expect(await why(second, 40)).toEqual({ code: 'why-warm-up-over', params: {} })
    expect(await missed(second)).toEqual([['warm-up', 40, 0]])
  })

  test('are not sent what they missed, neither then nor afterwards', async () => {
    const days = 1.5 * 86_400_000
    const away = warm.context.clock.now().epochMilliseconds + days
    // Admitted and away; waiting and away. Both are back when the edition is sent to those who were away.
    await warm.home.execute(`insert into warm_up_readers values (1000060, 1, 1, 1)`)
    await warm.home.execute(`update subscriptions set paused_until = ${away} where id in (1000060, 1000001)`)
    const edition = await warm.edition('2026-11-10')
    warm.room.clock.set('2026-11-12T08:00Z')
    await warm.room.reader('asked@example.org')
    expect(await missed(edition)).toEqual([
      ['warm-up', 48, 0],
      ['away', 2, 0],
      ['joined', 1, 0],
    ])
    const queued = await warm.context.store.transaction((tx) =>
      tx.sentAgain.queueMissed(
        {
          id: edition.id,
          digestId: warm.room.digest.id,
          weekday: 2,
          startedAt: edition.startedAt!,
          warmUpId: 1,
        },
        'away',
        warm.context.clock.now(),
        100,
      ),
    )
    expect(queued).toBe(1)
    const { rows } = await listMissed(
      warm.context,
      commandActor,
      { digest: warm.room.digest, edition, reason: 'away' },
      { after: null, count: 10 },
    )
    expect(rows.map(({ email }) => email)).toEqual(['reader1@example.org'])
    // An edition without stored rows cannot be sent again at all.
    expect(await sendToMissed(warm.context, edition, 'joined', commandActor)).toMatchObject({ ok: false })
  })

  test('are not counted as recipients in forecasts and simulations', async () => {
    const draft = await warm.room.approved()
    const { context } = warm
    expect((await foreseeEdition(context, warm.room.digest, draft, true)).steps).toMatchObject([
      { code: 'would-send', params: { count: 10 } },
    ])
    expect(await simulate(context, warm.room.digest, draft)).toMatchObject({
      recipients: 60,
      mails: 10,
      skipped: [{ why: { code: 'waits-for-warm-up' }, mails: 50 }],
    })
  })

  test('have the day in their exported data, deleted 90 days after the end', async () => {
    await warm.edition('2026-11-10')
    const at = warm.context.clock.now()
    const data = () => warm.context.store.transaction((tx) => dataOfReader(tx, 1_000_060, at))
    expect(await data()).toMatchObject({ warmUps: [{ admittedAt: at }] })
    await changeWarmUp(warm.context, 'end', 'enough', commandActor)
    warm.room.clock.set('2027-02-07T00:00Z')
    expect((await deleteOld(warm.context, commandActor)).warmUpReaders).toBe(0)
    warm.room.clock.set('2027-02-09T00:00Z')
    expect((await deleteOld(warm.context, commandActor)).warmUpReaders).toBe(10)
    expect(await data()).toMatchObject({ warmUps: [] })
  })

  test('warming up is recommended for a large list if little has been sent and no plan is open', async () => {
    expect(await isWarmUpAdvisable(warm.context, 5_000)).toBe(false)
    await changeWarmUp(warm.context, 'end', 'enough', commandActor)
    expect(await isWarmUpAdvisable(warm.context, 5_000)).toBe(true)
    expect(await isWarmUpAdvisable(warm.context, 500)).toBe(false)
    const { id } = await warm.edition('2026-11-10')
    await warm.context.store.editions.close(id, { sent: 3_000 }, warm.context.clock.now())
    expect(await isWarmUpAdvisable(warm.context, 5_000)).toBe(false)
    expect(await isWarmUpAdvisable(warm.context, 50_000)).toBe(true)
  })
})
