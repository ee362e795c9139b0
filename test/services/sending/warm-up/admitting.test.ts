import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../../src/core/entities/actor.ts'
import type { Digest } from '../../../../src/core/entities/newsroom.ts'
import type { Store } from '../../../../src/store/store.ts'
import { findDigest } from '../../../../src/services/newsroom/find-digest.ts'
import { admitToday } from '../../../../src/services/sending/warm-up/admit-today.ts'
import { changeWarmUp } from '../../../../src/services/sending/warm-up/change-warm-up.ts'
import { showWarmUp } from '../../../../src/services/sending/warm-up/show-warm-up.ts'
import { countWaiting } from '../../../../src/services/sending/warm-up/count-waiting.ts'
import { countTakenOver } from '../../../../src/services/sending/warm-up/take-over.ts'
import { startWarmUp } from '../../../../src/services/sending/warm-up/start-warm-up.ts'
import { fanOut } from '../../../../src/services/sending/delivery/fan-out.ts'
import { startSending } from '../../../../src/services/sending/delivery/start-sending.ts'
import { dialects } from '../../../store/dialects.ts'
import { warming, type Warming } from './warming.ts'

const steps = [10, 20, 40, 80, 160, 320, 640, 1_280, 2_000, 3_000, 4_000]
const dates = Array.from({ length: 13 }, (_, day) =>
  Temporal.PlainDate.from('2026-11-10').add({ days: day }).toString(),
)

describe.each(dialects)('readers of a warm-up, on $name', ({ open }) => {
  let warm: Warming

  beforeEach(async () => {
    warm = await warming(await open())
  })
  afterEach(() => warm.close())

  const start = async (given: number[], timeZone = 'UTC') =>
    expect(
      await startWarmUp(warm.context, { steps: given.map(String), timeZone }, commandActor),
    ).toMatchObject({ ok: true })
  const newest = () => warm.context.store.warmUps.newest()
  const admitted = async () => (await newest())?.admitted
  /** The same store, in which the transaction of a number is never begun, as if the process had been killed. */
  const killedAt = (number: number): Store => {
    let begun = 0
    const transaction: Store['transaction'] = (work) => {
      begun += 1
      if (begun === number) throw new Error('killed')
      return warm.context.store.transaction(work)
    }
    return { ...warm.context.store, transaction }
  }
  const another = async (days: number[]): Promise<Digest> => {
    const { id: _id, createdAt: _createdAt, ...traits } = warm.room.digest
    const schedule = { ...traits.schedule, days }
    await warm.context.store.digests.put({ ...traits, schedule, key: 'another' }, warm.context.clock.now())
    return findDigest(warm.context, 'another')
  }

  test('are admitted by the plan over twelve days, newest first, and stay so', async () => {
    await warm.imported(5_000)
    await start(steps)
    const foreseen = (await showWarmUp(warm.context, commandActor))?.calendar ?? []
    expect(foreseen.map(({ total }) => total)).toEqual([...steps, 5_000])
    for (const [day, date] of dates.entries()) {
      const edition = await warm.edition(date)
      const mailed = await warm.mailed(edition)
      const count = [...steps, 5_000, 5_000][day] ?? 0
      // The newest of all, so also everybody of the days before.
      expect(mailed.join()).toBe(Array.from({ length: count }, (_, n) => 1_005_001 - count + n).join())
      if (day < 12) expect(foreseen[day]?.date.toString()).toBe(date)
      await warm.accept(edition)
    }
    expect(await newest()).toMatchObject({ state: 'finished', admitted: 5_000 })
  })

  test('are as many, and each once, where a process is killed while or after they are admitted', async () => {
    await warm.imported(12_000)
    await start([7_000, 9_000])
    const edition = await warm.prepare('2026-11-10')
    // The day begins, the first batch of subscriptions is processed, and the second never.
    await expect(admitToday({ ...warm.context, store: killedAt(3) }, edition)).rejects.toThrow('killed')
    expect(await admitted()).toBe(5_000)
    await expect(startSending({ ...warm.context, store: killedAt(1) }, edition, true)).rejects.toThrow(
      'killed',
    )
    await admitToday(warm.context, edition)
    expect(await admitted()).toBe(7_000)
    // Nothing of it is sent yet. What starts it finds the day's readers admitted.
    await Promise.all([startSending(warm.context, edition, true), admitToday(warm.context, edition)])
    expect(await admitted()).toBe(7_000)
    expect(await warm.mailed(edition)).toHaveLength(7_000)
  })

  test('are shared by digests: nobody is admitted twice on a day, and only whose e-mail comes that day', async () => {
    // The 10th is a Tuesday.
    const weekly = await another([5])
    await warm.imported(40)
    await warm.imported(40, weekly)
    await start([10, 20])
    const first = await warm.edition('2026-11-10')
    expect(await warm.mailed(first)).toHaveLength(10)
    expect(await warm.mailed(await warm.edition('2026-11-10', { number: 1, hour: '15:00' }))).toHaveLength(10)
    expect(await admitted()).toBe(10)
    await warm.accept(first)
    await warm.accept(await warm.edition('2026-11-12'))
    expect(await admitted()).toBe(20)
    // On Friday both have one: the newest of both, who are those of the weekly digest.
    const friday = await warm.edition('2026-11-13')
    const ofWeekly = await warm.edition('2026-11-13', { digest: weekly, hour: '09:00' })
    expect(await warm.mailed(friday)).toHaveLength(20)
    expect(await warm.mailed(ofWeekly)).toHaveLength(20)
    expect(await admitted()).toBe(40)
  })

  test('have days of the zone of the plan, through the change of clocks', async () => {
    await warm.imported(40)
    // 2027-03-28 has 23 hours in Berlin: midnight is at 23:00 and at 22:00 UTC.
    await start([10, 20, 30], 'Europe/Berlin')
    await warm.accept(await warm.edition('2027-03-27', { hour: '22:30' }))
    expect(await admitted()).toBe(10)
    await warm.accept(await warm.edition('2027-03-27', { number: 1, hour: '23:30' }))
    expect(await admitted()).toBe(20)
    await warm.accept(await warm.edition('2027-03-28', { hour: '21:30' }))
    expect(await admitted()).toBe(20)
    await warm.edition('2027-03-28', { number: 1, hour: '22:30' })
    expect(await admitted()).toBe(30)
  })

  test('come at once if they are added by hand; others who join wait', async () => {
    await warm.imported(30)
    await start([10, 20])
    await warm.accept(await warm.edition('2026-11-10'))
    await warm.room.reader('asked@example.org')
    // A list that comes later has newer readers, and they have their turn first, but not before it.
    await warm.imported(5)
    expect(await admitted()).toBe(11)
    const next = await warm.edition('2026-11-10', { number: 1, hour: '09:00' })
    expect(await warm.mailed(next)).toHaveLength(11)
    const mailed = await warm.mailed(await warm.edition('2026-11-11'))
    expect(mailed).toHaveLength(20)
    expect(mailed.filter((id) => id > 1_000_040)).toHaveLength(5)
  })

  test('who left, are away, are suppressed or were erased while they waited are passed over', async () => {
    await warm.imported(20)
    await start([10, 20])
    const at = warm.context.clock.now().epochMilliseconds
    const away = at + 86_400_000 * 30
    await warm.home.execute(`update subscriptions set status = 'unsubscribed' where id = 1000020`)
    await warm.home.execute(`update subscriptions set paused_until = ${away} where id = 1000019`)
    await warm.home.execute(
      `insert into suppressions (hash, reason, created_at) values ('hash18', 'full', ${at})`,
    )
    await warm.context.store.transaction((tx) => tx.erasing.people([1_000_017]))
    const first = await warm.edition('2026-11-10')
    expect(await warm.mailed(first)).toEqual(Array.from({ length: 10 }, (_, n) => 1_000_007 + n))
    expect(await warm.context.store.deliveries.counts(first.id)).toEqual({ queued: 10, skipped: 1 })
    await warm.accept(first)
    // Erased readers are forgotten; nobody falls out again, and nobody takes their place.
    await warm.context.store.transaction((tx) => tx.erasing.people([1_000_016]))
    expect(await warm.home.rows('select * from warm_up_readers where subscriber_id = 1000016')).toEqual([])
    await warm.edition('2026-11-11')
    expect(await newest()).toMatchObject({ state: 'finished', admitted: 16 })
  })

  test('are no more on a day after one whose number was not reached, or whose e-mails nobody accepted', async () => {
    await warm.imported(40)
    await start([10, 20])
    await warm.edition('2026-11-10')
    // The relay could not be reached all day.
    const second = await warm.edition('2026-11-11')
    expect(await warm.mailed(second)).toHaveLength(10)
    await warm.accept(second)
    expect(await warm.mailed(await warm.edition('2026-11-12'))).toHaveLength(20)
  })

  test('stay so in the next warm-up, also if its start is killed, if they still subscribe and have had e-mail', async () => {
    await warm.imported(12_000)
    await start([7_000])
    await warm.accept(await warm.edition('2026-11-10'))
    await warm.home.execute(`update subscriptions set status = 'unsubscribed' where id = 1012000`)
    await warm.home.execute('delete from deliveries where subscriber_id = 1011999')
    await changeWarmUp(warm.context, 'end', 'another plan', commandActor)
    expect(await countTakenOver(warm.context)).toBe(6_998)
    expect(await countWaiting(warm.context, 'next')).toBe(5_001)
    // After the start and two batches of people, of whom the first were not admitted.
    const killed = { ...warm.context, store: killedAt(4) }
    await expect(startWarmUp(killed, { steps: ['8000'], timeZone: 'UTC' }, commandActor)).rejects.toThrow(
      'killed',
    )
    expect(await admitted()).toBe(5_000)
    // A paused one admits nobody else, and keeps those of the earlier one.
    await changeWarmUp(warm.context, 'pause', 'a look', commandActor)
    const second = await warm.edition('2026-11-11')
    const mailed = await warm.mailed(second)
    expect(mailed.join()).toBe(Array.from({ length: 6_998 }, (_, n) => 1_005_001 + n).join())
    await warm.accept(second)
    await changeWarmUp(warm.context, 'resume', 'fine', commandActor)
    expect(await warm.mailed(await warm.edition('2026-11-12'))).toHaveLength(8_000)
    expect(await admitted()).toBe(8_000)
    await changeWarmUp(warm.context, 'end', 'another server', commandActor)
    const afresh = { steps: ['10'], timeZone: 'UTC', isAfresh: true }
    expect(await startWarmUp(warm.context, afresh, commandActor)).toMatchObject({ warmUp: { admitted: 0 } })
    expect(await warm.mailed(await warm.edition('2026-11-13'))).toHaveLength(10)
  })

  test('are all, once a person ends it, from the next edition on', async () => {
    await warm.imported(30)
    await start([10])
    const first = await warm.prepare('2026-11-10')
    await admitToday(warm.context, first)
    await warm.context.store.revisions.start(first.id, warm.context.clock.now(), null)
    expect(await changeWarmUp(warm.context, 'end', 'trusted', commandActor)).toEqual({ ok: true })
    // Its rows were not made yet: it goes to those whom it began for.
    await startSending(warm.context, await warm.room.edition(first.id), true)
    await fanOut(warm.context, first.id)
    expect(await warm.mailed(first)).toHaveLength(10)
    expect(await warm.mailed(await warm.edition('2026-11-11'))).toHaveLength(30)
    expect(await changeWarmUp(warm.context, 'pause', 'late', commandActor)).toMatchObject({
      ok: false,
      code: 'warm-up-none',
    })
  })
})
